package io.reeldrop.pipeline;

import java.nio.file.Path;

/** From a prefix in one bucket to another bucket, on a slow server that lives on while the process is killed. */
class KillInBucketsIT extends KillIT {

    @Override
    int fewKills() {
        return 2;
    }

    @Override
    int fewDrops() {
        return 5;
    }

    @Override
    Ground ground(Path home) throws Exception {
        return new Ground.Buckets(home.resolve("s3"));
    }
}

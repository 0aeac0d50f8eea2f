package io.reeldrop.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What AWS writes into a queue when an object is put, in the shapes that its documents show. */
public enum Told {

    /** Straight from the bucket. Slashes stay, the rest of a key is encoded as in a form. */
    DIRECT {
        @Override
        public String created(String bucket, String key) {
            return record("ObjectCreated:Put", bucket, key);
        }
    },
    SNS {
        @Override
        public String created(String bucket, String key) {
            return notification(record("ObjectCreated:CompleteMultipartUpload", bucket, key));
        }
    },
    EVENT_BRIDGE {
        @Override
        public String created(String bucket, String key) {
            return event("Object Created", bucket, key);
        }
    },
    EVENT_BRIDGE_THROUGH_SNS {
        @Override
        public String created(String bucket, String key) {
            return notification(event("Object Created", bucket, key));
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    /** S3's word to a queue that was just made its own. */
    static final String TEST = """
            {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-11-20T15:57:02.089Z","Bucket":"drops","RequestId":"5582815E1AEA5ADF",
             "HostId":"8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE"}""";

    public abstract String created(String bucket, String key);

    static String record(String event, String bucket, String key) {
        return """
                {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2026-11-20T10:00:00.000Z",
                "eventName":%s,"userIdentity":{"principalId":"AWS:AIDAEXAMPLE"},"requestParameters":{"sourceIPAddress":"192.0.2.1"},
                "responseElements":{"x-amz-request-id":"C3D13FE58DE4C810","x-amz-id-2":"FMyUVURIY8"},
                "s3":{"s3SchemaVersion":"1.0","configurationId":"drops",\
                "bucket":{"name":%s,"ownerIdentity":{"principalId":"A3NL1KOZZKExample"},
                "arn":%s},"object":{"key":%s,"size":1024,"eTag":"d41d8cd98f00b204e9800998ecf8427e",
                "versionId":"096fKKXTRTtl3on89fVO.nfljtsv6qko","sequencer":"0055AED6DCD90281E5"}}}]}"""
                .formatted(quoted(event), quoted(bucket), quoted("arn:aws:s3:::" + bucket),
                        quoted(URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/")));
    }

    static String event(String type, String bucket, String key) {
        return """
                {"version":"0","id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":%s,"source":"aws.s3","account":"111122223333",
                "time":"2026-11-20T10:00:00Z","region":"us-east-1","resources":[%s],"detail":{"version":"0","bucket":{"name":%s},
                "object":{"key":%s,"size":5,"etag":"b1946ac92492d2347c6235b4d2611184","version-id":"IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
                "sequencer":"617f08299329d189"},"request-id":"N4N7GDK58NMKJ12R","requester":"123456789012","source-ip-address":"192.0.2.1",
                "reason":"PutObject"}}""".formatted(quoted(type), quoted("arn:aws:s3:::" + bucket), quoted(bucket), quoted(key));
    }

    static String notification(String message) {
        return """
                {"Type":"Notification","MessageId":"63a3f6b6-d533-4a47-aef9-fcf5cf758c76",\
                "TopicArn":"arn:aws:sns:us-east-1:123456789012:drops",
                "Subject":"Amazon S3 Notification","Message":%s,"Timestamp":"2026-11-20T10:00:00.000Z","SignatureVersion":"1",
                "Signature":"EXAMPLEuQLnbZ","SigningCertURL":"https://sns.us-east-1.amazonaws.com/x.pem",\
                "UnsubscribeURL":"https://example"}"""
                .formatted(quoted(message));
    }

    private static String quoted(String text) {
        return JSON.valueToTree(text).toString();
    }
}

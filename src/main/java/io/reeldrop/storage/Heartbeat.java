package io.reeldrop.storage;

import java.io.IOException;

/** What is looked after while bytes are on their way: called now and then, and an exception of it ends the transfer. */
@FunctionalInterface
public interface Heartbeat {

    /** Where nothing has to be looked after. */
    Heartbeat NONE = () -> { };

    void beat() throws IOException;
}

package io.reeldrop.console.terminal;

/** A command that another jar brings along, found with {@link java.util.ServiceLoader}. */
public interface AddedCommand {

    /** The command that it stands before in the help. */
    String before();
}

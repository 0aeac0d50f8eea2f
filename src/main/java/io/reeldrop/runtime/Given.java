package io.reeldrop.runtime;

/**
 * A setting that was given for one run, over the file and the environment.
 *
 * @param where   as a person would look for it, such as {@code --set}
 * @param visible whether everyone on the machine can read it there: no place for an API key
 */
record Given(String where, boolean visible, String key, String value) {
}

package io.reeldrop;

/**
 * Sizes of tests: small ones for {@code mvn verify}, full ones for {@code mvn verify -Pnightly}. A test that is all too long for the
 * former bears {@code @Tag("nightly")}.
 */
public final class Nightly {

    /** Whether this is a run of {@code -Pnightly}. */
    public static final boolean ON = Boolean.getBoolean("nightly");

    private Nightly() {
    }

    /** @param property a system property that overrides both: {@code -Dkill.kills=50} */
    public static int size(String property, int small, int full) {
        return Integer.getInteger(property, ON ? full : small);
    }
}

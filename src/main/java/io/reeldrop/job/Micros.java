package io.reeldrop.job;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Amounts of money or credits are kept as whole millionths of the gateway's unit, so that sums and caps are exact. */
public final class Micros {

    private Micros() {
    }

    /** Millionths of {@code amount}, rounded up: an estimate may not be too small. */
    public static long of(BigDecimal amount) {
        return amount.movePointRight(6).setScale(0, RoundingMode.CEILING).longValueExact();
    }

    public static long of(String amount) {
        return of(new BigDecimal(amount.trim()));
    }

    /** Plain decimal without trailing zeros: {@code 25}, {@code 0.05}. */
    public static String text(long micros) {
        return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
    }
}

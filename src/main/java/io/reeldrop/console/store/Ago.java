package io.reeldrop.console.store;

import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 30s}, {@code 15m}, {@code 2h}, {@code 7d} as milliseconds. */
final class Ago implements ITypeConverter<Long> {

    private static final Map<Character, Long> UNITS = Map.of('s', 1000L, 'm', 60_000L, 'h', 3_600_000L, 'd', 86_400_000L);

    @Override
    public Long convert(String text) {
        if (!text.matches("\\d{1,9}[smhd]")) {
            throw new TypeConversionException("'" + text + "' is no time span; write it like 30s, 15m, 2h or 7d");
        }
        return Long.parseLong(text.substring(0, text.length() - 1)) * UNITS.get(text.charAt(text.length() - 1));
    }
}

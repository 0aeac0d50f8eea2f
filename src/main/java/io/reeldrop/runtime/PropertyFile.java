package io.reeldrop.runtime;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/** A properties file whose entries know their line, so that a fault can be pointed at. */
final class PropertyFile {

    private static final Pattern GOES_ON = Pattern.compile("(^|[^\\\\])(\\\\\\\\)*\\\\$");

    /** @param line where the entry starts, from 1 */
    record Entry(int line, String key, String value) {
    }

    private PropertyFile() {
    }

    /**
     * @return the entries in the order of the file
     * @throws IllegalArgumentException naming the line that holds a broken Unicode escape
     */
    static List<Entry> read(String text) {
        List<Entry> entries = new ArrayList<>();
        String[] lines = text.split("\\R", -1);
        for (int i = 0; i < lines.length; i++) {
            int start = i;
            StringBuilder logical = new StringBuilder(lines[i]);
            boolean comment = lines[i].stripLeading().startsWith("#") || lines[i].stripLeading().startsWith("!");
            while (!comment && i + 1 < lines.length && GOES_ON.matcher(lines[i]).find()) {
                logical.append('\n').append(lines[++i]);
            }
            parse(logical.toString(), start + 1, entries);
        }
        return entries;
    }

    private static void parse(String logical, int line, List<Entry> entries) {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + line + ": a broken \\u escape", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        one.forEach((key, value) -> entries.add(new Entry(line, (String) key, ((String) value).strip())));
    }
}

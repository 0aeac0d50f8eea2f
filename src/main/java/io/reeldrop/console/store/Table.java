package io.reeldrop.console.store;

import io.reeldrop.console.terminal.Terminal.Colour;
import io.reeldrop.console.terminal.Terminal;
import io.reeldrop.console.terminal.Words;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Rows in columns: fitted to a screen by shortening the widest of the columns that may be, or plain and tab-separated. */
final class Table {

    private static final int LEAST = 8;

    /**
     * @param right  right-aligned
     * @param shrink may be shortened
     * @param colour of a cell, or null
     */
    record Column(String head, boolean right, boolean shrink, Function<String, Colour> colour) {

        static Column text(String head) {
            return new Column(head, false, true, cell -> null);
        }

        static Column fixed(String head) {
            return new Column(head, false, false, cell -> null);
        }

        static Column number(String head) {
            return new Column(head, true, false, cell -> null);
        }
    }

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Table(Column... columns) {
        this.columns = List.of(columns);
    }

    Table row(String... cells) {
        rows.add(Arrays.stream(cells).map(Words::safe).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    void print(Terminal terminal) {
        List<String> heads = columns.stream().map(Column::head).toList();
        if (!terminal.fitted()) {
            terminal.say(String.join("\t", heads));
            rows.forEach(row -> terminal.say(String.join("\t", row)));
            return;
        }
        int[] widths = widths(heads, terminal.width());
        print(heads, widths, terminal, true);
        rows.forEach(row -> print(row, widths, terminal, false));
    }

    private void print(List<String> cells, int[] widths, Terminal terminal, boolean head) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = shorten(cells.get(i), widths[i]);
            String pad = " ".repeat(Math.max(0, widths[i] - width(cell)));
            String shown = terminal.in(head ? Colour.BOLD : columns.get(i).colour().apply(cells.get(i)), cell);
            line.append(i == 0 ? "" : "  ").append(columns.get(i).right() ? pad + shown : i == cells.size() - 1 ? shown : shown + pad);
        }
        terminal.say(line.toString());
    }

    private int[] widths(List<String> heads, int screen) {
        int[] widths = heads.stream().mapToInt(Table::width).toArray();
        rows.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], width(row.get(i)))));
        for (int over = Arrays.stream(widths).sum() + 2 * (widths.length - 1) - screen; over > 0; over--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (columns.get(i).shrink() && widths[i] > LEAST && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static String shorten(String cell, int width) {
        if (width(cell) <= width) {
            return cell;
        }
        StringBuilder text = new StringBuilder();
        int used = 1;
        for (int c : Normalizer.normalize(cell, Normalizer.Form.NFC).codePoints().toArray()) {
            used += width(c);
            if (used > width) {
                break;
            }
            text.appendCodePoint(c);
        }
        return text.append('…').toString();
    }

    /** Columns that a text takes on a screen. */
    static int width(String text) {
        return text.codePoints().map(Table::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return Character.isIdeographic(c) || c >= 0x1100 && c <= 0x115f || c >= 0x3000 && c <= 0x30ff || c >= 0xac00 && c <= 0xd7a3
                || c >= 0xff01 && c <= 0xff60 || c >= 0x1f300 && c <= 0x1faff ? 2 : 1;
    }
}

package io.reeldrop.sandbox;

/** Whole numbers from {@code least} to {@code most}, both included. */
record Range(long least, long most) {

    Range {
        if (least < 0 || most < least) {
            throw new IllegalArgumentException(least + ".." + most);
        }
    }

    /** Reads {@code 2000..4000}, or {@code 2000} for exactly that. */
    static Range parse(String text) {
        String[] ends = text.trim().split("\\.\\.", 2);
        long least = Long.parseLong(ends[0].trim());
        return new Range(least, ends.length == 1 ? least : Long.parseLong(ends[1].trim()));
    }

    /** A number of the range, spread evenly over {@code chance}, 0 (inclusive) to 1 (exclusive). */
    long at(double chance) {
        return least + (long) (chance * (most - least + 1));
    }
}

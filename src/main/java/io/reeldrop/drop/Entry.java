package io.reeldrop.drop;

import java.util.Objects;

/**
 * One file of a listing of {@code in/}, be it a folder or a bucket.
 *
 * @param name     relative to {@code in/}, parts separated by {@code /}
 * @param size     bytes
 * @param modified epoch milliseconds, as the place reports them
 */
public record Entry(String name, long size, long modified) {

    public Entry {
        Objects.requireNonNull(name, "name");
    }
}

package io.reeldrop.drop;

import io.reeldrop.job.Places;

/** A watched folder, or prefix in a bucket: its places, its rights, and what it makes of the listings of its {@code in/}. */
public record Watch(String name, Places places, Rights rights, Pairing pairing, Defaults defaults) {
}

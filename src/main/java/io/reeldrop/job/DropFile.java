package io.reeldrop.job;

/**
 * One file of a drop.
 *
 * @param name relative to {@code in/}, as dropped: {@code sub/cat.png}
 * @param role {@code image} or {@code sidecar}; {@code other} for what could not be told
 */
public record DropFile(String name, String role) {

    /** What the file is called in every other place: the drop's name is replaced by the job's stem, the rest kept. */
    public String as(String dropName, String stem) {
        return name.startsWith(dropName) ? stem + name.substring(dropName.length())
                : stem + "." + name.substring(name.lastIndexOf('/') + 1);
    }
}

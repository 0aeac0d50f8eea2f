package io.reeldrop.job;

/**
 * Where a watch's files lie: absolute folders, or prefixes in buckets ({@code s3://bucket/press/in}). A job keeps the places it was
 * accepted with, so a watch that is changed or removed strands nothing.
 */
public record Places(String root, String in, String inProgress, String out, String done, String deadLetter) {

    public String of(Place place) {
        return switch (place) {
            case IN -> in;
            case IN_PROGRESS -> inProgress;
            case DONE -> done;
            case DEAD_LETTER -> deadLetter;
        };
    }
}

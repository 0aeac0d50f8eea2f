package io.reeldrop.sandbox.dialect;

import java.util.List;

/**
 * How one gateway talks.
 *
 * @param name     also the first segment of its address here, but for the one at the root
 * @param root     what its documented paths begin with behind that, such as {@code /runwayml}
 * @param official whether it has the calls that resellers do not pass on: cancelling, the organisation's figures, uploads
 * @param quota    what it calls one of Runway's credits in its own unit
 * @param manners  in which it may speak of a task
 */
public record Dialect(String name, String root, boolean official, long quota, Terms terms, List<Manner> manners, Refusals refusals) {

    /** What its paths begin with here. */
    public String base() {
        return this == Dialects.SANDBOX ? "" : '/' + name;
    }

    /** The path of the call that buys. */
    public String submit() {
        return root + "/v1/image_to_video";
    }

    /** What stands before a task's id in the path of the call that asks for it. */
    public String tasks() {
        return root + "/v1/tasks/";
    }

    /** The manner for the {@code turn}-th task, from 0 on: in turn among those wanted, or among all where none of those is known here. */
    public Manner manner(List<String> wanted, long turn) {
        List<Manner> known = manners.stream().filter(manner -> wanted.contains(manner.name())).toList();
        List<Manner> offered = known.isEmpty() ? manners : known;
        return offered.get((int) (turn % offered.size()));
    }
}

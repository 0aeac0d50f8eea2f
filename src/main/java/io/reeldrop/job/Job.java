package io.reeldrop.job;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** One row of the job table, as it was when it was read: one paid video to make from a drop. The columns are described in the schema. */
public final class Job {

    private final Map<String, Object> row;

    public Job(Map<String, Object> row) {
        this.row = row;
    }

    public String id() {
        return text("id");
    }

    /** UTC epoch milliseconds; the id begins with it. */
    public long acceptedAt() {
        return Ids.time(id());
    }

    public String watch() {
        return text("watch");
    }

    public String account() {
        return text("account");
    }

    public State state() {
        return State.valueOf(text("state"));
    }

    /** The claim under which this row was read; a write that carries an older one changes nothing. */
    public long token() {
        return number("token");
    }

    public Long dueAt() {
        return number("due_at");
    }

    public Long claimedAt() {
        return number("claimed_at");
    }

    public int tries() {
        return number("tries").intValue();
    }

    public int failures() {
        return number("failures").intValue();
    }

    public long changedAt() {
        return number("changed_at");
    }

    /** As dropped, relative to {@code in/}, without suffix. */
    public String name() {
        return text("name");
    }

    /** What the drop's files and its video are called in every place but {@code in/}. */
    public String stem() {
        return text("stem");
    }

    public List<DropFile> files() {
        return Json.read(text("files"), new TypeReference<>() { });
    }

    /** The drop's file of that role, or null. */
    public DropFile file(String role) {
        return files().stream().filter(f -> f.role().equals(role)).findFirst().orElse(null);
    }

    /** What a file of the drop is called where it lies now, relative to that place. */
    public String nameOf(DropFile file) {
        return place() == Place.IN ? file.name() : file.as(name(), stem());
    }

    public Places places() {
        return Json.read(text("places"), Places.class);
    }

    public Place place() {
        return Place.valueOf(text("place"));
    }

    public boolean filed() {
        return number("filed") == 1;
    }

    /** Null where the drop made no other job. */
    public Variation variation() {
        return Json.read(text("variation"), Variation.class);
    }

    /** Whether it moves what was dropped, rather than copying it; the only job of a drop does. */
    public boolean lead() {
        return text("lead") == null || text("lead").equals(id());
    }

    /** Null where the drop has no image file, or could not be read. */
    public Image image() {
        return Json.read(text("image"), Image.class);
    }

    /** What the gateway gets in place of the drop's image, since that did not fit; null where it gets the image itself. */
    public Image sentImage() {
        return Json.read(text("sent_image"), Image.class);
    }

    /** The merged request without the image; null where the drop could not be read. */
    public ObjectNode request() {
        return Json.read(text("request"), ObjectNode.class);
    }

    public List<Problem> problems() {
        List<Problem> problems = Json.read(text("problems"), new TypeReference<>() { });
        return problems == null ? List.of() : problems;
    }

    public boolean cancelAsked() {
        return number("cancel") == 1;
    }

    public String taskId() {
        return text("task_id");
    }

    public String taskStatus() {
        return text("task_status");
    }

    /** The whole row by column; JSON columns are text. */
    public Map<String, Object> row() {
        return Collections.unmodifiableMap(row);
    }

    /** Any other column as text, or null. */
    public String text(String column) {
        Object value = row.get(column);
        return value == null ? null : value.toString();
    }

    /** Any other column as a number, or null. */
    public Long number(String column) {
        Object value = row.get(column);
        return value == null ? null : ((Number) value).longValue();
    }

    /** On one line, whatever the drop is called. */
    @Override
    public String toString() {
        return id() + " (" + watch() + "/" + stem().replaceAll("\\p{Cntrl}", "?") + ")";
    }
}

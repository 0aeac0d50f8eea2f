package io.reeldrop.job;

/** What a person should do about a job that ended without a video; one or two sentences without technical terms. */
public final class Advice {

    private Advice() {
    }

    public static String of(Job job) {
        return switch (job.state()) {
            case REJECTED -> "Nothing was paid. Correct the files, then move image and sidecar back into in/.";
            case FAILED -> "The task ended without a video. Moving image and sidecar back into in/ buys a new one;"
                    + " change the image or the prompt first if the reason speaks of them.";
            case CANCELLED -> "It was cancelled. Moving image and sidecar back into in/ buys it anew.";
            case UNDELIVERED -> "It is paid, and the task id is kept. Move image and sidecar back into in/, or run 'reeldrop retry "
                    + job.id() + "': the paid task is fetched, nothing is bought again.";
            case IN_DOUBT -> "It may be paid: the gateway gave no clear answer. Moving the files back changes nothing."
                    + " Look the task up at the gateway, then run 'reeldrop resolve " + job.id()
                    + "' with --task-id ID, --not-charged or --buy-again.";
            default -> "Nothing to do.";
        };
    }
}

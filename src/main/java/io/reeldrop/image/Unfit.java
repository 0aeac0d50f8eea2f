package io.reeldrop.image;

import java.io.IOException;

/** The image cannot be made fit, and only its owner can mend that. */
public final class Unfit extends IOException {

    private static final long serialVersionUID = 1L;

    private final String limit;
    private final String remedy;

    /**
     * @param message what is wrong, without a full stop
     * @param limit   what is allowed, or null
     * @param remedy  what to do, without a full stop
     */
    Unfit(String message, String limit, String remedy) {
        super(message);
        this.limit = limit;
        this.remedy = remedy;
    }

    Unfit(String message, String remedy, Throwable cause) {
        this(message, (String) null, remedy);
        initCause(cause);
    }

    public String limit() {
        return limit;
    }

    public String remedy() {
        return remedy;
    }
}

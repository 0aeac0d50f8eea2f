package io.reeldrop.gateway;

import java.util.ArrayList;
import java.util.List;

/** The fields of a request, by the API's own names. */
final class RequestFields {

    static final String MODEL = "model";
    static final String TEXT = "promptText";
    static final String IMAGE = "promptImage";
    static final String RATIO = "ratio";
    static final String DURATION = "duration";
    static final String SEED = "seed";
    static final String WATERMARK = "watermark";
    /** Our own field: its members are sent as if they stood beside it, unchecked. */
    static final String EXTRA = "extra";

    /** In the order in which they are sent; the image is sent last, because it hides all that follows from a reader. */
    static final List<String> COMMON = List.of(MODEL, TEXT, RATIO, DURATION, SEED, WATERMARK, IMAGE);

    private RequestFields() {
    }

    /** Every field that the model knows; for null, the common ones. */
    static List<String> of(Model model) {
        List<String> fields = new ArrayList<>(COMMON);
        if (model != null) {
            fields.addAll(model.fields().keySet().stream().sorted().toList());
        }
        return fields;
    }
}

package io.reeldrop.sandbox.dialect;

import java.util.List;
import java.util.Map;

/**
 * What a gateway asks of a submit.
 *
 * @param models         by the name that is sent, in the order of its documents
 * @param strict         whether a field that is not documented is refused
 * @param byModelAndTime whether what is sold is found by model and duration together, so that a submit without a duration finds nothing
 * @param usualRatio     for a submit that names none
 * @param toBuy          headers that the submit must carry
 * @param toAsk          headers that all other calls must carry
 */
public record Terms(Map<String, Offer> models, boolean strict, boolean byModelAndTime, String usualRatio, List<Header> toBuy,
        List<Header> toAsk) {

    /**
     * A header that is demanded.
     *
     * @param value that it must hold; null: any
     */
    public record Header(String name, String value) {
    }
}

package io.reeldrop.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.job.Micros;
import java.math.BigDecimal;
import java.util.OptionalLong;

/** What a request costs by the profile's price list. */
final class Pricing {

    private Pricing() {
    }

    static OptionalLong estimateMicros(Profile profile, ObjectNode request) {
        Model model = profile.model(request.path(RequestFields.MODEL).textValue());
        JsonNode duration = request.path(RequestFields.DURATION);
        if (model == null || model.price() == null || !duration.isIntegralNumber() || !duration.canConvertToInt()) {
            return OptionalLong.empty();
        }
        Model.Price price = model.price();
        BigDecimal perSecond = orZero(price.perSecond());
        if (price.surcharges() != null) {
            for (Model.Surcharge surcharge : price.surcharges()) {
                JsonNode value = field(request, surcharge.field());
                if (!value.isMissingNode() && !value.asText().equals(surcharge.unless())) {
                    perSecond = perSecond.add(surcharge.perSecond());
                }
            }
        }
        return OptionalLong.of(Micros.of(orZero(price.perCall()).add(perSecond.multiply(BigDecimal.valueOf(duration.intValue())))));
    }

    private static JsonNode field(ObjectNode request, String name) {
        return request.has(name) ? request.path(name) : request.path(RequestFields.EXTRA).path(name);
    }

    private static BigDecimal orZero(BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }
}

package io.reeldrop.gateway;

import com.fasterxml.jackson.core.JsonPointer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * One gateway, as data: everything that tells it from another gateway. Read from {@code config/gateways/<name>.yaml}, where the
 * keys are the names below; what such a file leaves out comes from {@code common.yaml} on the class path.
 *
 * @param name                  the file's name without its ending; not a key of the file
 * @param title                 the gateway's name for people
 * @param baseUrl               scheme, host and port, and a path prefix where the gateway has one
 * @param auth                  how the key is sent
 * @param headers               sent with every call besides the key
 * @param submit                the call that buys a task
 * @param task                  the call that asks for a task
 * @param cancel                the call that ends a task, or null where the gateway has none
 * @param probe                 a call that costs nothing and needs a good key, or null where none is known
 * @param usage                 a call that tells what the whole organisation used, by model and day, or null where there is none
 * @param cost                  what prices and charges are counted in
 * @param pollIntervalMs        milliseconds that must at least lie between two polls of one task
 * @param maxInFlight           tasks in flight for an account that sets no cap of its own; null leaves it to the house default
 * @param allowPrivateAddresses whether outputs may be fetched from private addresses; only right for a stand-in on this machine
 * @param image                 limits on an image sent as a data URI
 * @param promptImage           the forms in which {@code promptImage} may name an image
 * @param watermark             whether the {@code watermark} field is sent
 * @param defaultModel          the model of a request that names none, or null
 * @param aliases               other names of models, mapped to names in {@code models}
 * @param models                what each model offers, by the name that is sent
 * @param reply                 how answers are read
 */
public record Profile(
        String name,
        String title,
        String baseUrl,
        Auth auth,
        Map<String, String> headers,
        Submit submit,
        Task task,
        @OrNull Call cancel,
        @OrNull Probe probe,
        @OrNull Usage usage,
        Cost cost,
        long pollIntervalMs,
        @OrNull Integer maxInFlight,
        boolean allowPrivateAddresses,
        ImageLimits image,
        List<Form> promptImage,
        Watermark watermark,
        @OrNull String defaultModel,
        Map<String, String> aliases,
        Map<String, Model> models,
        ReplyRules reply) {

    /** The model of that name or alias, or null. */
    public Model model(String modelName) {
        return modelName == null ? null : models.get(aliases.getOrDefault(modelName, modelName));
    }

    /**
     * How the key is sent.
     *
     * @param header   the header's name
     * @param scheme   the word before the key; null where the key stands alone
     * @param required whether the gateway answers at all without a key
     */
    public record Auth(String header, @OrNull String scheme, boolean required) {
    }

    /**
     * One HTTP call.
     *
     * @param method HTTP method
     * @param path   path below the base URL; {@code {id}} stands for the task id
     */
    public record Call(String method, String path) {
    }

    /**
     * A call that costs nothing and needs a good key, and what its answer tells besides.
     *
     * @param balance    to what is left to spend, in the profile's unit
     * @param models     to an object that holds the limits of each model by its name
     * @param concurrent on from there, to how many tasks are rendered at once
     * @param daily      on from there, to how many tasks are taken in 24 hours
     */
    public record Probe(String method, String path, @OrNull JsonPointer balance, @OrNull JsonPointer models,
            @OrNull JsonPointer concurrent, @OrNull JsonPointer daily) {
    }

    /**
     * A call that tells what the whole organisation used, in the profile's unit, by model and UTC day.
     *
     * @param from   name of the request's field for the first day, such as {@code startDate}
     * @param before name of the request's field for the day after the last
     * @param days   to the list of days
     * @param day    on from there, to the ISO date
     * @param models on from a day, to what was used of each model: a list, or an object of amounts by name
     * @param model  on from such a list's item, to the model's name
     * @param amount on from there, to what was used of it; negative where more was given back than used
     */
    public record Usage(String method, String path, String from, String before, JsonPointer days, JsonPointer day, JsonPointer models,
            JsonPointer model, JsonPointer amount) {
    }

    /**
     * The call that buys a task.
     *
     * @param noTask      HTTP statuses after which it is certain that no task exists; 4xx only, and never 408
     * @param noTaskCodes error codes that are as certain although they arrive with a 2xx status
     */
    public record Submit(String method, String path, List<Integer> noTask, List<String> noTaskCodes) {
    }

    /** The call that asks for a task, and what the answer for a task that is not there looks like. */
    public record Task(String method, String path, NotFound notFound) {
    }

    /**
     * The gateway does not know a task.
     *
     * @param graceMs  how long after the submit this only means "not yet", in milliseconds; 0 where it is final from the start
     * @param statuses HTTP statuses that say so
     * @param codes    error codes that say so, with any HTTP status
     */
    public record NotFound(long graceMs, List<Integer> statuses, List<String> codes) {
    }

    /**
     * What prices and charges are counted in.
     *
     * @param unit      {@code credits}, {@code quota}, or a currency
     * @param unitPrice what one unit costs in {@code currency}, or null where that is not known
     * @param currency  ISO 4217 code, or null
     * @param free      true where nobody pays for it, as at a stand-in; null for false
     */
    public record Cost(String unit, @OrNull BigDecimal unitPrice, @OrNull String currency, @OrNull Boolean free) {

        boolean costsMoney() {
            return !Boolean.TRUE.equals(free);
        }
    }

    /**
     * Limits on an image sent as a data URI.
     *
     * @param types           offered image types, mapped to the media type that is sent
     * @param maxDataUriChars longest data URI, in characters
     * @param minSideRatio    least width / height
     * @param maxSideRatio    greatest width / height
     * @param maxSide         longest side in pixels
     * @param maxPixels       most pixels, or null where only the sides are limited
     */
    public record ImageLimits(Map<String, String> types, long maxDataUriChars, BigDecimal minSideRatio, BigDecimal maxSideRatio,
            int maxSide, @OrNull Long maxPixels) {
    }

    /**
     * A form in which {@code promptImage} may name an image.
     *
     * @param prefix     how such a text begins
     * @param minChars   fewest characters, or null
     * @param maxChars   most characters
     * @param domainOnly whether the host has to be a name: the gateway fetches nothing from a bare IP address
     */
    public record Form(String prefix, @OrNull Integer minChars, int maxChars, boolean domainOnly) {
    }

    /** Whether the {@code watermark} field is sent: strict gateways refuse a field that they do not know. */
    public enum Watermark {
        NEVER, SENT
    }
}

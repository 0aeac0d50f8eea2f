package io.reeldrop.sandbox.dialect;

import io.reeldrop.sandbox.dialect.Manner.Bill;
import io.reeldrop.sandbox.dialect.Manner.Id;
import io.reeldrop.sandbox.dialect.Terms.Header;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The gateways of the API documents, as tables. A reseller's answers are those of its own document and those of the family it is of. */
public final class Dialects {

    private static final long GREATEST_SEED = 4_294_967_295L;
    private static final Header VERSION = new Header("X-Runway-Version", "2024-11-06");
    private static final Header ACCEPT = new Header("Accept", "application/json");

    private static final List<String> GEN4 = List.of("1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672");
    private static final List<String> GEN3 = List.of("1280:768", "768:1280");
    private static final List<String> VEO = List.of("1280:720", "720:1280", "1080:1920", "1920:1080");
    private static final List<List<String>> FIRST = List.of(List.of("first"));
    private static final List<List<String>> FIRST_AND_LAST = List.of(List.of("first"), List.of("first", "last"));
    private static final List<List<String>> EITHER = List.of(List.of("first"), List.of("last"), List.of("first", "last"));
    private static final List<Long> TWO_TO_TEN = LongStream.rangeClosed(2, 10).boxed().toList();
    private static final List<Long> FIVE_OR_TEN = List.of(5L, 10L);

    /** At the root of the address: the official dialect. */
    public static final Dialect SANDBOX = official("sandbox");

    private static final Map<String, Dialect> BY_SEGMENT = Stream.of(official("runway"), cometapi(), gptge(),
            byExample("chainub"), byExample("kkiai")).collect(Collectors.toMap(Dialect::name, d -> d, (a, b) -> a, LinkedHashMap::new));

    private Dialects() {
    }

    /** The dialect whose name is the first segment of the path, else the one at the root. */
    public static Dialect at(String path) {
        int end = path.indexOf('/', 1);
        return end < 0 ? SANDBOX : BY_SEGMENT.getOrDefault(path.substring(1, end), SANDBOX);
    }

    /** All of them, that at the root last. */
    public static List<Dialect> all() {
        return Stream.concat(BY_SEGMENT.values().stream(), Stream.of(SANDBOX)).toList();
    }

    private static Dialect official(String name) {
        Set<String> own = Set.of("contentModeration");
        Map<String, Offer> models = new LinkedHashMap<>();
        models.put("gen4_turbo", new Offer(5, Set.of("promptImage", "ratio", "model"), GEN4, TWO_TO_TEN, 1000, GREATEST_SEED, FIRST, own));
        models.put("gen4.5", new Offer(12, Set.of("promptText", "promptImage", "ratio", "duration", "model"), GEN4, TWO_TO_TEN, 1000,
                GREATEST_SEED, FIRST, Set.of("contentModeration", "outputFormat")));
        models.put("veo3.1", veo(40));
        models.put("veo3.1_fast", veo(15));
        Manner only = new Manner("official", Id.UUID, Official::submitted, Official::shown, Bill.CHARGED);
        return new Dialect(name, "", true, 1, new Terms(models, true, false, null, List.of(VERSION), List.of(VERSION)), List.of(only),
                Refusals.official());
    }

    private static Offer veo(long creditsPerSecond) {
        return new Offer(creditsPerSecond, Set.of("promptImage", "ratio", "model"), VEO, List.of(4L, 6L, 8L), 1000, null, FIRST_AND_LAST,
                Set.of("audio", "negativePrompt"));
    }

    /** Two documents, two lists of ratios; a bare answer in the newer one, a wrapped one in the older. */
    private static Dialect cometapi() {
        List<String> ratios = Stream.concat(GEN4.stream(), GEN3.stream()).toList();
        Set<String> required = Set.of("promptImage", "model");
        Map<String, Offer> models = Map.of("gen3a_turbo", relayed(required, ratios, 512, 999_999_999L, EITHER),
                "gen4_turbo", relayed(required, ratios, 512, 999_999_999L, FIRST));
        return relay("cometapi", models, List.of(VERSION), List.of(), Refusals.comet(),
                new Manner("bare", Id.UUID, Official::bareId, Official::fourStatuses, Bill.UNSAID));
    }

    private static Dialect gptge() {
        Set<String> required = Set.of("promptImage", "model");
        Map<String, Offer> models = Map.of("gen3a_turbo", relayed(required, GEN3, 512, Long.MAX_VALUE, EITHER),
                "gen4a_turbo", relayed(required, GEN3, 512, Long.MAX_VALUE, EITHER));
        return relay("gptge", models, List.of(VERSION), List.of(VERSION), Refusals.relay("new_api_error"),
                new Manner("bare", Id.UUID, Official::bareId, Official::uncosted, Bill.UNSAID));
    }

    /** The two whose document shows Kling's schema and Luma's example, of which neither may be what is answered. */
    private static Dialect byExample(String name) {
        Set<String> required = Set.of("promptImage", "model", "ratio");
        Map<String, Offer> models = Map.of("gen4_turbo", relayed(required, List.of(), 1000, GREATEST_SEED, FIRST),
                "gen3a_turbo", relayed(required, List.of(), 1000, GREATEST_SEED, EITHER));
        return relay(name, models, List.of(ACCEPT), List.of(), Refusals.relay("new_api_error"),
                new Manner("kling", Id.SHORT, bought -> Borrowed.kling(bought.fresh()), Borrowed::kling, Bill.UNSAID),
                new Manner("luma", Id.UUID, bought -> Borrowed.luma(bought.fresh()), Borrowed::luma, Bill.UNSAID),
                new Manner("bare", Id.UUID, Official::bareId, Official::uncosted, Bill.UNSAID));
    }

    private static Offer relayed(Set<String> required, List<String> ratios, int longestPrompt, long greatestSeed,
            List<List<String>> frames) {
        return new Offer(5, required, ratios, FIVE_OR_TEN, longestPrompt, greatestSeed, frames, Set.of());
    }

    /** @param own the manners of its own document; those of the family follow */
    private static Dialect relay(String name, Map<String, Offer> models, List<Header> toBuy, List<Header> toAsk, Refusals refusals,
            Manner... own) {
        Manner result = new Manner("result", Id.TASK, Borrowed::taskId, Wrapped::result, Bill.ASKED);
        List<Manner> family = List.of(
                new Manner("wrapped", Id.UUID, Official::bareId, Wrapped::inside, Bill.CHARGED),
                result,
                new Manner("old-row", Id.TASK, Wrapped::submitted, Wrapped::oldRow, Bill.ASKED),
                result.onOwnHost("own-host"),
                new Manner("plain", Id.TASK, Wrapped::submittedAsText, Borrowed::plain, Bill.UNSAID),
                new Manner("flat", Id.RUNWAY_TASK, Official::idAndStatus, Borrowed::flat, Bill.UNSAID));
        return new Dialect(name, "/runwayml", false, Wrapped.QUOTA_OF_A_CREDIT, new Terms(models, false, true, "1280:768", toBuy, toAsk),
                Stream.concat(Stream.of(own), family.stream()).toList(), refusals);
    }
}

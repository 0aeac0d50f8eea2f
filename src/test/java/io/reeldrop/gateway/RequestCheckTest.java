package io.reeldrop.gateway;

import static io.reeldrop.gateway.Gateways.RELAY;
import static io.reeldrop.gateway.Gateways.RUNWAY;
import static io.reeldrop.gateway.Gateways.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reeldrop.image.Unfit;
import io.reeldrop.job.Image;
import io.reeldrop.job.Problem;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestCheckTest {

    private static final Image CAT = new Image("png", 1280, 720, 400_000, "ab");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{'model':'gen4_turbo','ratio':'1280:720'}",
        "{'model':'gen4_turbo','ratio':'960:960','duration':2,'seed':0,'promptText':'','watermark':false}",
        "{'model':'gen4_turbo','ratio':'1584:672','duration':10,'seed':4294967295,'contentModeration':{'publicFigureThreshold':'low'}}",
        "{'model':'gen4.5','ratio':'832:1104','promptText':'x','outputFormat':'prores'}",
        "{'model':'veo3.1','ratio':'1080:1920','duration':8,'audio':false,'negativePrompt':'rain'}",
        "{'model':'gen4_turbo','ratio':'1280:720','promptImage':[{'position':'first'}]}",
        "{'model':'veo3.1_fast','ratio':'1280:720','promptImage':[{'position':'first'},"
                + "{'position':'last','uri':'https://a.example/x.png'}]}",
        "{'model':'veo3.1_fast','ratio':'1280:720','promptImage':[{'position':'last',"
                + "'uri':'https://a.example/x.png'},{'position':'first'}]}",
        "{'model':'gen4_turbo','ratio':'1280:720','promptText':null,'extra':{'somethingNew':1}}",
    })
    void passes_what_the_official_api_takes(String request) {
        assertThat(check(request, CAT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'promptImage':'https://a.example/cat.png'", "'promptImage':'runway://upload/1'", "'promptImage':'data:image/png;base64,AAAA'",
        "'promptImage':[{'position':'first','uri':'https://a.example/cat.png'}]",
    })
    void needs_no_image_file_where_the_request_names_one(String field) {
        assertThat(check("{'model':'gen4_turbo','ratio':'1280:720'," + field + "}", null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "'model':'gen4-turbo' | model | gen4-turbo is not offered by runway | Did you mean gen4_turbo",
        "'model':'gen3a_turbo' | model | gen3a_turbo is not offered | Did you mean gen4_turbo",
        "'model':'' | model | is missing | Add it",
        "'model':5 | model | 5 is not offered | Choose one",
        "'ratio':'1280:768' | ratio | 1280:768 is not offered by gen4_turbo at runway | Choose one",
        "'ratio':16 | ratio | 16 is not a text | Write a text",
        "'ratio':null | ratio | is missing | Add it",
        "'duration':1 | duration | 1 s is not offered | Choose one",
        "'duration':11 | duration | 11 s is not offered | Choose one",
        "'duration':'5' | duration | is not a whole number | Write a whole number",
        "'duration':5.5 | duration | is not a whole number | Write a whole number",
        "'duration':99999999999999999999 | duration | is not offered | Choose one",
        "'seed':-1 | seed | -1 is not taken | Choose a number",
        "'seed':4294967296 | seed | 4294967296 is not taken | Choose a number",
        "'seed':18446744073709551617 | seed | is not taken | Choose a number",
        "'seed':1.5 | seed | is not a whole number | Write a whole number",
        "'promptText':7 | promptText | is not a text | Write a text",
        "'watermark':true | watermark | is not offered by runway | Remove it",
        "'watermark':'no' | watermark | is not true or false | Write true or false",
        "'contentModeration':'low' | contentModeration | is not an object | Write an object",
        "'audio':true | audio | is not a field of this request | Remove it",
        "'promtText':'x' | promtText | is not a field of this request | Did you mean promptText",
        "'extra':{'seed':1} | extra.seed | would hide the field seed | Move it out",
        "'extra':[] | extra | is not an object | Write an object",
        "'promptImage':'https://a.example/x.png' | promptImage | an image file was dropped as well | Drop either",
        "'promptImage':[] | promptImage | are not offered | Choose one",
        "'promptImage':[{'position':'last'}] | promptImage | frames [last] are not offered | Choose one",
        "'promptImage':[{'position':'first'},{'position':'last'}] | promptImage | leaves 2 frames | Give each",
        "'promptImage':[{}] | promptImage[0] | does not say which frame | Give it a position",
        "'promptImage':['x'] | promptImage[0] | does not say which frame | Give it a position",
        "'promptImage':[{'position':'first','url':'x'}] | promptImage[0].url | is not a field of a frame | Did you mean uri",
        "'promptImage':[{'position':'first','uri':7}] | promptImage[0].uri | is not a URL | Write a URL",
        "'promptImage':7 | promptImage | is not a URL or a list | Write a URL",
    })
    void refuses_with_field_and_remedy(String change, String field, String says, String remedy) {
        List<Problem> problems = check(changed(change), CAT);
        assertThat(problems).anySatisfy(p -> {
            assertThat(p.file()).isEqualTo("cat.json");
            assertThat(p.field()).isEqualTo(field);
            assertThat(p.message()).contains(says);
            assertThat(p.remedy()).contains(remedy);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "http://a.example/x.png | is in no form", "ftp://a.example | is in no form", "cat.png | is in no form",
        "data:text/plain,x | is in no form", "https://a.b | has 11 characters", "https://10.0.0.1/x.png | names no domain",
        "https://[::1]/x.png | names no domain", "https://localhost/x.png | names no domain", "https://a b.example/x | names no domain",
        "runway:// | has 9 characters",
        "data:image/gif;base64,R0lGODdh | is no image of a type that runway takes",
        "data:image/png,%89PNG | is no image of a type that runway takes",
    })
    void refuses_an_address_that_the_gateway_would_not_fetch(String url, String says) {
        assertThat(check("{'model':'gen4_turbo','ratio':'1280:720','promptImage':'" + url + "'}", null)).singleElement()
                .satisfies(p -> assertThat(p.message()).contains(says));
    }

    @Test
    void counts_a_prompt_in_utf16_units() {
        assertThat(prompt("x".repeat(1000))).isEmpty();
        assertThat(prompt("😀".repeat(500))).isEmpty();
        assertThat(prompt("😀".repeat(500) + "x")).singleElement().satisfies(p -> {
            assertThat(p.limit()).startsWith("1 to 1000");
            assertThat(p.remedy()).isEqualTo("Shorten it by 1");
        });
    }

    @Test
    void demands_what_a_model_demands() {
        assertThat(check("{'model':'gen4.5','ratio':'1280:720','promptText':''}", CAT)).extracting(Problem::field)
                .containsExactly("promptText");
        assertThat(check("{'model':'gen4_turbo'}", null)).extracting(Problem::field).containsExactly("promptImage", "ratio");
        assertThat(check("{'model':'veo3.1','ratio':'1280:720','seed':1,'duration':5}", CAT)).extracting(Problem::field)
                .containsExactly("duration", "seed");
        assertThat(check("{'model':'gen4.5','ratio':'1280:720','promptText':'x','outputFormat':'pro-res'}", CAT)).singleElement()
                .satisfies(p -> assertThat(p.remedy()).isEqualTo("Did you mean prores"));
    }

    @ParameterizedTest
    @CsvSource({
        "png, 1000, 2000, true", "png, 999, 2000, false", "png, 2000, 1000, true", "png, 2001, 1000, false", "png, 7999, 7999, true",
        "png, 8000, 7999, true", "png, 20000, 10001, false", "heic, 0, 0, false", "gif, 100, 100, false", "bmp, 100, 100, false",
        "webp, 100, 100, true", "jpeg, 100, 100, true",
    })
    void holds_an_image_to_the_gateways_limits(String type, int width, int height, boolean fine) {
        assertThat(check(changed("'seed':1"), new Image(type, width, height, 1000, "ab")).isEmpty()).isEqualTo(fine);
    }

    @Test
    void counts_an_image_as_it_is_sent() throws Exception {
        // "data:image/png;base64," takes 22 of the 5,242,880 characters, 5,242,856 fit in whole groups of four.
        assertThat(Requests.fitted(RUNWAY, new Image("png", 100, 100, 3_932_142, "ab"), null)).isEmpty();
        assertThatThrownBy(() -> Requests.fitted(RUNWAY, new Image("png", 100, 100, 3_932_143, "ab"), InputStream.nullInputStream()))
                .isInstanceOf(Unfit.class);
        assertThatThrownBy(() -> Requests.fitted(RUNWAY, new Image("png", 8000, 5000, 100, "ab"), InputStream.nullInputStream()))
                .isInstanceOf(Unfit.class);
    }

    @Test
    void reports_everything_at_once() {
        Image gif = new Image("gif", 9000, 10, 9, "ab");
        assertThat(check("{'model':'gen4_turbo','ratio':'1:1','duration':99,'seed':-1,'promptTxt':'x'}", gif))
                .hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void asks_the_profile_and_not_the_official_rules() {
        ObjectNode request = json("{'ratio':'anything','watermark':true,'model':'gen4a_turbo','seed':10}");
        assertThat(Requests.check(RELAY, request, CAT, "cat.json")).isEmpty();
        assertThat(Requests.check(RELAY, request, new Image("webp", 3000, 3000, 9, "ab"), "cat.json")).isEmpty();
        assertThat(Requests.check(RELAY, request, new Image("webp", 3000, 1000, 9, "ab"), "cat.json")).singleElement()
                .satisfies(p -> assertThat(p.remedy()).isEqualTo("Crop it"));
        assertThat(Requests.check(RELAY, json("{'seed':21,'duration':7,'promptText':'" + "x".repeat(513) + "'}"), CAT, "cat.json"))
                .extracting(Problem::field).containsExactly("duration", "promptText", "seed");
        assertThat(Requests.check(RELAY, json("{'promptImage':[{'position':'first'}]}"), CAT, "cat.json")).singleElement()
                .satisfies(p -> assertThat(p.limit()).startsWith("no frames"));
    }

    private static String changed(String change) {
        ObjectNode request = json("{'model':'gen4_turbo','ratio':'1280:720'}");
        request.setAll(json("{" + change + "}"));
        return request.toString();
    }

    private static List<Problem> prompt(String text) {
        return check("{'model':'gen4_turbo','ratio':'1280:720','promptText':'" + text + "'}", CAT);
    }

    private static List<Problem> check(String request, Image image) {
        return Requests.check(RUNWAY, json(request), image, "cat.json");
    }
}

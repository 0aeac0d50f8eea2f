package io.reeldrop.drop;

import static org.assertj.core.api.Assertions.assertThat;

import io.reeldrop.pipeline.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3EventsTest {

    @ParameterizedTest
    @EnumSource(Told.class)
    void reads_bucket_and_key_out_of_every_wrapping(Told told) {
        assertThat(S3Events.read(told.created("drops", "in/a b+c%20ä/cat.png"))).hasValueSatisfying(created ->
                assertThat(created).containsExactly(new S3Events.Created("drops", "in/a b+c%20ä/cat.png")));
    }

    @Test
    void takes_every_record_of_a_message_and_both_spellings_of_an_event() {
        String records = """
                {"Records": [
                 {"eventName": "ObjectCreated:Copy", "s3": {"bucket": {"name": "a"}, "object": {"key": "one"}}},
                 {"eventName": "ObjectRemoved:Delete", "s3": {"bucket": {"name": "a"}, "object": {"key": "two"}}},
                 {"eventName": "s3:ObjectCreated:Post", "s3": {"bucket": {"name": "a"}, "object": {"key": "three"}}}]}""";
        assertThat(S3Events.read(records)).hasValueSatisfying(created -> assertThat(created).extracting(S3Events.Created::key)
                .containsExactly("one", "three"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"drops\"}",
            "{\"Type\":\"Notification\",\"Message\":\"{\\\"Event\\\":\\\"s3:TestEvent\\\"}\"}",
            "{\"Records\":[]}",
            "{\"Records\":[{\"eventName\":\"ObjectTagging:Put\",\"s3\":{\"bucket\":{\"name\":\"a\"},\"object\":{\"key\":\"b\"}}}]}",
            "{\"source\":\"aws.s3\",\"detail-type\":\"Object Deleted\","
                    + "\"detail\":{\"bucket\":{\"name\":\"a\"},\"object\":{\"key\":\"b\"}}}"})
    void knows_what_is_S3s_and_tells_of_no_new_object(String message) {
        assertThat(S3Events.read(message)).hasValueSatisfying(created -> assertThat(created).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "17", "no json", "{", "[]", "{}", "{\"Records\":[{\"eventSource\":\"aws:dynamodb\"}]}",
            "{\"Records\":[1]}",
            "{\"Type\":\"Notification\",\"Message\":\"hello\"}", "{\"Type\":\"SubscriptionConfirmation\",\"Message\":\"{}\"}",
            "{\"source\":\"aws.ec2\",\"detail-type\":\"Object Created\"}", "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\"}",
            "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"a\"},\"object\":{\"key\":\"%zz\"}}}]}",
            "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"a\"},\"object\":{}}}]}"})
    void owns_that_it_does_not_know_everything_else(String message) {
        assertThat(S3Events.read(message)).isEmpty();
    }

    @Test
    void does_not_unwrap_for_ever() {
        String message = "{\"Event\":\"s3:TestEvent\"}";
        for (int i = 0; i < 5; i++) {
            message = "{\"Type\":\"Notification\",\"Message\":" + com.fasterxml.jackson.databind.node.TextNode.valueOf(message) + "}";
        }
        assertThat(S3Events.read(message)).isEmpty();
    }
}

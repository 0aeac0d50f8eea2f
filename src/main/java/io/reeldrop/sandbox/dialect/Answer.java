package io.reeldrop.sandbox.dialect;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A refusal as it goes out.
 *
 * @param status   HTTP status
 * @param type     the body's content type
 * @param location where a redirect leads, or null
 */
public record Answer(int status, String type, String location, String body) {

    static Answer json(int status, ObjectNode body) {
        return new Answer(status, "application/json", null, body.toString());
    }

    static Answer page(int status, String title) {
        return new Answer(status, "text/html; charset=utf-8", null, "<!doctype html><html><head><title>" + title
                + "</title></head><body><h1>" + title + "</h1></body></html>");
    }

    static Answer redirect(String location) {
        return new Answer(301, "text/html; charset=utf-8", location, "<a href=\"" + location + "\">Moved Permanently</a>.");
    }
}

package io.reeldrop.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * For the error policy: a failure in words that may stand in a log. Of web addresses the host alone is left, for what comes behind it
 * may be a key: a webhook's path, the signature of a video's link.
 */
public final class Discreet {

    private static final Pattern ADDRESS = Pattern.compile("(?i)\\b(https?://)(?:[^\\s/?#@]*@)?([^\\s/?#]*)([/?#]\\S*)?");
    private static final int MOST = 200;

    /** The failure's class and message. */
    public String said(Exchange exchange) {
        return cut(String.valueOf(exchange.getProperty(Exchange.EXCEPTION_CAUGHT)));
    }

    /**
     * The job at which it happened; where there is none, the beginning of the body: that may be a message of hundreds of jobs. A stream is
     * let alone.
     */
    public String subject(Exchange exchange) {
        Object job = exchange.getVariable("job");
        Object subject = job == null ? exchange.getMessage().getBody() : job;
        if (subject == null || subject instanceof Job || subject instanceof String) {
            String text = cut(String.valueOf(subject));
            return text.length() > MOST ? text.substring(0, MOST) + "…" : text;
        }
        return "(" + subject.getClass().getSimpleName() + ")";
    }

    /** The text without what stands behind the hosts of the web addresses in it. */
    public static String cut(String text) {
        return ADDRESS.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) + found.group(2) + (found.group(3) == null ? "" : "/…")));
    }
}

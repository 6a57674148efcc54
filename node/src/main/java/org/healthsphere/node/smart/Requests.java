package org.healthsphere.node.smart;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.util.MultivaluedMapUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.net.URI;
import java.util.Optional;

/** Calls in the words of Nimbus, which reads them. */
final class Requests {
    private Requests() {}

    static HTTPRequest of(String endpoint, Call call) {
        var http = new HTTPRequest(HTTPRequest.Method.POST, URI.create(endpoint));
        http.setEntityContentType(ContentType.APPLICATION_URLENCODED);
        call.authorization().ifPresent(http::setAuthorization);
        http.setBody(call.body());
        return http;
    }

    /** What the form says of this. */
    static Optional<String> field(HTTPRequest http, String name) {
        var fields = URLUtils.parseParameters(http.getBody());
        return Optional.ofNullable(MultivaluedMapUtils.getFirstValue(fields, name));
    }

    static Optional<String> client(HTTPRequest http) {
        return field(http, "client_id");
    }
}

package org.healthsphere.node.web.page;

import java.net.URI;
import java.util.List;
import org.healthsphere.node.smart.App;

/** Addresses of apps in the words of a page's policy (CSP 3, {@code form-action}). */
public final class Origins {
    private Origins() {}

    /** Those where apps are started. */
    public static List<String> of(List<App> apps) {
        return apps.stream()
                .flatMap(app -> app.launch().stream())
                .map(Origins::of)
                .distinct()
                .toList();
    }

    /** The origin of a page, or the scheme by which an app on a phone is called. */
    public static String of(String address) {
        var uri = URI.create(address);
        return uri.getHost() == null ? uri.getScheme() + ":" : uri.getScheme() + "://" + uri.getRawAuthority();
    }
}

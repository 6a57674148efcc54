package org.healthsphere.node.web.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.specs.Bytes;

/** A form with a file, which is kept in memory and nowhere else, and no more of it than is asked for. */
final class Upload {
    private static final String KEY = Upload.class.getName();
    private static final int TOO_LARGE = 413;

    private final RoutingContext context;
    private final Limits limits;
    private final Buffer bytes = Buffer.buffer();
    private boolean begun;
    private long come;

    /**
     * How much is read.
     *
     * @param form of the whole form; what is larger is refused
     * @param file of the file; the rest of it is passed over
     */
    record Limits(int form, int file) {}

    private Upload(RoutingContext context, Limits limits) {
        this.context = context;
        this.limits = limits;
    }

    /** Goes on when the form is there. */
    static void read(RoutingContext context, Limits limits) {
        var upload = new Upload(context, limits);
        context.put(KEY, upload);
        var request = context.request();
        if (isForm(Optional.ofNullable(request.getHeader("Content-Type")).orElse(""))) {
            var _ = request.setExpectMultipart(true).uploadHandler(upload::receive);
        }
        var _ = request.handler(upload::count).exceptionHandler(context::fail).endHandler(_ -> upload.end());
    }

    private static boolean isForm(String type) {
        return Stream.of("multipart/form-data", "application/x-www-form-urlencoded")
                .anyMatch(type.toLowerCase(Locale.ROOT)::startsWith);
    }

    private void receive(HttpServerFileUpload file) {
        var mine = !begun && !file.filename().isEmpty();
        begun = begun || mine;
        var _ = file.handler(part -> {
            if (mine) {
                var room = limits.file() - bytes.length();
                bytes.appendBuffer(part.length() <= room ? part : part.slice(0, room));
            }
        });
    }

    private void count(Buffer part) {
        var before = come;
        come += part.length();
        if (before <= limits.form() && come > limits.form()) {
            context.fail(TOO_LARGE);
        }
    }

    private void end() {
        if (come <= limits.form()) {
            context.next();
        }
    }

    /** What has come; of a file that is too large, as much as shows that it is. */
    static Optional<Bytes> of(RoutingContext context) {
        return Optional.<Upload>ofNullable(context.get(KEY))
                .filter(upload -> upload.begun)
                .map(upload -> Bytes.of(upload.bytes.getBytes()));
    }
}

package org.healthsphere.node.web.page;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.healthsphere.node.access.FormSeals;
import org.healthsphere.node.access.Session;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.http.Correlation;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.specs.Fault;

/**
 * The one handler behind every page: who may, whose form, which language; then the page's own work on a thread of its own.
 */
public final class PageServer {
    private static final int LARGEST_FORM = 99_999;
    /** Of a file; what is larger by little is told so on its own page. */
    private static final int LARGEST_FILE = 4 * 1024 * 1024;

    private static final int LARGEST_UPLOAD = 9_999_999;

    private final Parts parts;
    private final Languages languages;
    private final Answers answers = new Answers();
    private final Assets assets = new Assets();
    private final FormSeals seals;

    /** What the pages are served with. */
    public record Parts(Site site, UseCases useCases, Sessions sessions, InstantSource clock, SecureRandom random) {}

    public PageServer(Parts parts) {
        this.parts = parts;
        this.languages = new Languages(parts.site().zone());
        this.seals = new FormSeals(parts.random());
    }

    /** From where a page may be asked for. */
    private enum From {
        /** Forms come from a page that this reader fetched here. */
        HERE,
        /** Another site sends its visitors, with what it asks in the address or in a form of its own. */
        ANYWHERE
    }

    /** Lets the handler answer this route, for whom the table of routes permits. */
    public void mount(Router router, Route route, PageHandler handler) {
        mount(router, route, From.HERE, handler);
    }

    /** The same for other sites' visitors; nothing may be changed by such a visit. */
    public void mountForVisitors(Router router, Route route, PageHandler handler) {
        mount(router, route, From.ANYWHERE, handler);
    }

    private void mount(Router router, Route route, From from, PageHandler handler) {
        if (!Addresses.TABLE.routes().contains(route)) {
            throw new IllegalArgumentException("nobody may call " + route);
        }
        var method = HttpMethod.valueOf(route.method());
        if (isForm(route)) {
            read(() -> router.route(method, route.path()), Addresses.takesFile(route));
        }
        router.route(method, route.path()).handler(context -> serve(context, route, from, handler));
    }

    private void read(Supplier<io.vertx.ext.web.Route> forms, boolean withFile) {
        var most = withFile ? LARGEST_UPLOAD : LARGEST_FORM;
        forms.get().handler(context -> refuseWhatIsTooLarge(context, most));
        if (withFile) {
            forms.get().handler(context -> Upload.read(context, new Upload.Limits(most, LARGEST_FILE + 1)));
        } else {
            forms.get().handler(BodyHandler.create(false).setBodyLimit(most));
        }
    }

    public void mountAssets(Router router) {
        router.get(Addresses.ASSET.path()).handler(assets::serve);
    }

    /** What is answered where there is no page. */
    public void mountNotFound(Router router, String path) {
        router.route(path)
                .handler(context -> answers.trouble(
                        exchange(context), Trouble.of(new Fault.NotFound("page"), Correlation.of(context))));
    }

    private void serve(RoutingContext context, Route route, From from, PageHandler handler) {
        var exchange = exchange(context, from);
        var correlation = Correlation.of(context);
        var role = exchange.session().map(s -> s.caller().role());
        if (!Addresses.TABLE.permits(route, role)) {
            notPermitted(exchange, route, correlation);
        } else if (isForm(route) && from == From.HERE && !cameFromOurPage(exchange)) {
            answers.trouble(exchange, Trouble.staleForm(correlation));
        } else if (isThePatientsOwn(exchange, route)) {
            answers.trouble(exchange, Trouble.of(new Fault.Forbidden("the patient's own"), correlation));
        } else if (mustProveAnew(exchange, route)) {
            new Answer.Redirect(Addresses.confirmFor(route, exchange.frame().path()), new Reply.Ticket.Keep())
                    .writeTo(exchange);
        } else {
            work(exchange, handler, visit(exchange, from, correlation));
        }
    }

    /** What nobody does in another's place. */
    private static boolean isThePatientsOwn(Exchange exchange, Route route) {
        return exchange.session()
                .flatMap(Session::acting)
                .filter(acting -> !Addresses.isForAnother(route, acting.decides()))
                .isPresent();
    }

    /** Who has sat there for a while may be somebody else by now. */
    private boolean mustProveAnew(Exchange exchange, Route route) {
        return Addresses.asksForProof(route)
                && exchange.session()
                        .filter(session ->
                                !session.proven().isFresh(parts.clock().instant()))
                        .isPresent();
    }

    private void work(Exchange exchange, PageHandler handler, Visit visit) {
        var correlation = visit.context().correlation();
        parts.useCases()
                .call(() -> answers.prepare(exchange.frame(), handler.handle(visit), correlation))
                .onSuccess(answer -> write(answer, exchange))
                .onFailure(defect -> answers.defect(exchange, defect, correlation));
    }

    private void write(Answer answer, Exchange exchange) {
        if (answer instanceof Answer.Redirect redirect && !(redirect.ticket() instanceof Reply.Ticket.Keep)) {
            Cookies.read(exchange.request(), Cookies.SESSION).ifPresent(parts.sessions()::close);
        }
        answer.writeTo(exchange);
    }

    private void notPermitted(Exchange exchange, Route route, String correlation) {
        if (exchange.session().isPresent()) {
            answers.trouble(exchange, Trouble.otherPlace(correlation));
        } else if (isForm(route)) {
            answers.trouble(exchange, Trouble.signedOut(correlation));
        } else {
            var path = exchange.frame().path();
            var login = Addresses.LOGIN.path() + (Addresses.isReturn(path) ? "?next=" + path : "");
            new Answer.Redirect(login, new Reply.Ticket.Keep()).writeTo(exchange);
        }
    }

    /** Says so on a page of ours; what hides its size is stopped by the body handler. */
    private void refuseWhatIsTooLarge(RoutingContext context, int most) {
        var length = Optional.ofNullable(context.request().getHeader("Content-Length"));
        if (length.filter(l -> l.length() > String.valueOf(most).length()).isPresent()) {
            answers.trouble(exchange(context), Trouble.of(new Fault.TooCostly("the form"), Correlation.of(context)));
        } else {
            context.next();
        }
    }

    /** Two walls: what the browser says of where the form comes from, and the secret that only our page could put into it. */
    private boolean cameFromOurPage(Exchange exchange) {
        var request = exchange.request();
        var site = Optional.ofNullable(request.getHeader("Sec-Fetch-Site"));
        var stranger =
                site.filter(s -> !s.equals("same-origin") && !s.equals("none")).isPresent();
        var token = Optional.ofNullable(request.getFormAttribute("csrf")).orElse("");
        var own = exchange.session()
                .map(session -> FormSeals.same(session.csrf(), token))
                .orElseGet(() -> Cookies.read(request, Cookies.VISITOR)
                        .filter(nonce -> seals.fits(nonce, token))
                        .isPresent());
        return own && !stranger;
    }

    private Visit visit(Exchange exchange, From from, String correlation) {
        var request = exchange.request();
        var address = Optional.ofNullable(request.remoteAddress().hostAddress()).orElse("");
        return new Visit(
                exchange.session(),
                form(exchange.context(), from),
                Map.copyOf(exchange.context().pathParams()),
                Optional.ofNullable(request.getParam("done")).filter(done -> done.length() <= 32),
                new Visit.Context(
                        exchange.frame().m(),
                        address,
                        correlation,
                        Optional.ofNullable(request.getParam("next")).filter(Addresses::isNext),
                        exchange.frame().csrf()));
    }

    private static Form form(RoutingContext context, From from) {
        var request = context.request();
        var isForm = request.method().equals(HttpMethod.POST);
        if (!isForm && from == From.HERE) {
            return Form.EMPTY;
        }
        Map<String, List<String>> fields = new TreeMap<>();
        var attributes = isForm ? request.formAttributes() : request.params();
        attributes.names().forEach(name -> fields.put(name, List.copyOf(attributes.getAll(name))));
        return new Form(fields, Upload.of(context));
    }

    private Exchange exchange(RoutingContext context) {
        return exchange(context, From.HERE);
    }

    private Exchange exchange(RoutingContext context, From from) {
        var request = context.request();
        SecurityHeaders.put(request);
        var language = Optional.ofNullable(request.getHeader("Accept-Language")).orElse("");
        var session = session(request);
        var frame = new Frame(
                languages.messages(
                        Cookies.read(request, Cookies.LANGUAGE),
                        language,
                        parts.clock().instant()),
                parts.site(),
                session,
                session.map(Session::csrf).orElseGet(() -> visitorsSeal(request, from)),
                context.normalizedPath(),
                request.method().equals(HttpMethod.GET) ? context.normalizedPath() : "/login",
                new Frame.Files(
                        assets.address("healthsphere.css"),
                        assets.address("htmx.js"),
                        assets.address("proof-check.mjs"),
                        assets.integrity("proof-check.mjs"),
                        assets.address("passkeys.mjs")));
        return new Exchange(context, frame);
    }

    /** Whoever comes from another site has his cookie, and only does not show it: he gets no other one in its place. */
    private String visitorsSeal(HttpServerRequest request, From from) {
        return seals.seal(Cookies.read(request, Cookies.VISITOR).orElseGet(() -> {
            var fresh = seals.nonce();
            if (from == From.HERE) {
                Cookies.put(request.response(), Cookies.VISITOR, fresh);
            }
            return fresh;
        }));
    }

    /** What a page fetches by itself, to stay current, does not keep its reader signed in. */
    private Optional<Session> session(HttpServerRequest request) {
        var byItself =
                request.method().equals(HttpMethod.GET) && request.headers().contains("HX-Request");
        return Cookies.read(request, Cookies.SESSION)
                .flatMap(secret -> byItself
                        ? parts.sessions().glance(secret)
                        : parts.sessions().find(secret));
    }

    private static boolean isForm(Route route) {
        return route.method().equals("POST");
    }
}

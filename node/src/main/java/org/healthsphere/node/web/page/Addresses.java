package org.healthsphere.node.web.page;

import static org.healthsphere.node.access.WhoMay.Route.get;
import static org.healthsphere.node.access.WhoMay.Route.post;
import static org.healthsphere.node.access.WhoMay.Rule.anybody;
import static org.healthsphere.node.access.WhoMay.Rule.only;
import static org.healthsphere.specs.Role.AUDITOR;
import static org.healthsphere.specs.Role.CLINICIAN;
import static org.healthsphere.specs.Role.OPERATOR;
import static org.healthsphere.specs.Role.PATIENT;
import static org.healthsphere.specs.Role.RESEARCHER;
import static org.healthsphere.specs.Role.STEWARD;

import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.node.access.WhoMay;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.specs.Role;

/** Every address of the pages, and who may call it. */
public final class Addresses {
    public static final Route LANDING = get("/");
    public static final Route LOGIN = get("/login");
    public static final Route SIGN_IN = post("/login");
    public static final Route SIGN_OUT = post("/logout");
    public static final Route LOGIN_BY_PASSKEY = post("/login/passkey");
    public static final Route CODE = get("/login/code");
    public static final Route TRY_CODE = post("/login/code");
    public static final Route MAKE_BY_CODE = post("/login/code/passkey");
    public static final Route PROVIDER = get("/login/provider");
    public static final Route PROVIDER_BACK = get("/login/provider/back");
    public static final Route PROVIDER_ENTERED = get("/login/provider/:arrival");
    public static final Route LEAVING = get("/logout/:leaving");
    public static final Route LEFT_PROVIDER = post("/logout/provider");
    public static final Route ACCOUNT = get("/account");
    public static final Route EVERYWHERE = post("/account/everywhere");
    public static final Route CONFIRM = get("/account/confirm");
    public static final Route CONFIRM_BY_PASSWORD = post("/account/confirm/password");
    public static final Route CONFIRM_BY_PASSKEY = post("/account/confirm/passkey");
    public static final Route CONFIRM_BY_PROVIDER = get("/account/confirm/provider");
    public static final Route PASSWORD = post("/account/password");
    public static final Route NEW_PASSKEY = post("/account/passkeys");
    public static final Route MADE_PASSKEY = post("/account/passkeys/made");
    public static final Route NAME_PASSKEY = post("/account/passkeys/:passkey/name");
    public static final Route REMOVE_PASSKEY = post("/account/passkeys/:passkey/remove");
    public static final Route ASSET = get("/assets/:name");
    public static final Route LANGUAGE = post("/language");

    public static final Route AUTHORIZE = get("/authorize");
    public static final Route AUTHORIZE_BY_FORM = post("/authorize");
    public static final Route ASKED = get("/authorize/:request");
    public static final Route ANSWER = post("/authorize/:request");
    public static final Route CHOOSE = post("/authorize/:request/patient");

    public static final Route ME = get("/me");
    public static final Route RECORD = get("/me/record");
    public static final Route TIMELINE = get("/me/record/timeline");
    public static final Route CURVES = get("/me/record/curves");
    public static final Route OWN_SUMMARY = get("/me/record/summary");
    public static final Route OWN_IPS = get("/me/record/ips");
    public static final Route DOCUMENT = get("/me/record/documents/:document");
    public static final Route BRING = get("/me/record/add");
    public static final Route OFFER = post("/me/record/add");
    public static final Route TAKE = post("/me/record/add/confirm");
    public static final Route SHARING = get("/me/sharing");
    public static final Route PREVIEW = post("/me/sharing/preview");
    public static final Route SEEN = get("/me/sharing/seen");
    public static final Route SEE = post("/me/sharing/seen");
    public static final Route SIGN = post("/me/sharing/sign");
    public static final Route STOP = get("/me/sharing/:consent/stop");
    public static final Route WITHDRAW = post("/me/sharing/:consent/stop");
    public static final Route PROOF = get("/me/sharing/:consent/proof");
    public static final Route PROOFS = get("/me/sharing/:consent/proofs");
    public static final Route LOG_PROOF = get("/me/sharing/:consent/log-proof");
    public static final Route END_PROOF = get("/me/sharing/:consent/end-proof");
    public static final Route LOOKED = get("/me/looked");
    public static final Route RECEIPT = get("/me/looked/:look/receipt");
    public static final Route RECEIPT_PROOFS = get("/me/looked/:look/proofs");
    public static final Route RECEIPT_LOG_PROOF = get("/me/looked/:look/log-proof");

    public static final Route OWN_RESEARCH = get("/me/research");
    public static final Route OWN_RESEARCH_PROOF = get("/me/research/proof");

    public static final Route QUESTION = get("/me/looked/:look/question");
    public static final Route ASK_STEWARD = post("/me/looked/:look/question");

    public static final Route HELPERS = get("/me/helpers");
    public static final Route INVITE_HELPER = post("/me/helpers");
    public static final Route ACCEPT_HELP = post("/me/helpers/accept");
    public static final Route ACT_NO_MORE = post("/me/helpers/self");
    public static final Route END_HELP = post("/me/helpers/:delegation/stop");
    public static final Route ACT = post("/me/helpers/:delegation/act");

    public static final Route LINKS = get("/me/links");
    public static final Route MAKE_LINK = post("/me/links");
    public static final Route OWN_LINK = get("/me/links/:link");
    public static final Route END_LINK = post("/me/links/:link/stop");

    public static final Route APPS = get("/me/apps");
    public static final Route DISCONNECT = post("/me/apps/:connection/stop");
    public static final Route OPEN_APP = post("/me/apps/:app/open");

    public static final Route DESK = get("/desk");
    public static final Route FIND = post("/desk/find");
    public static final Route FOUND = get("/desk/found/:search");
    public static final Route PATIENT_PAGE = get("/desk/patient/:handle");
    public static final Route SUMMARY = get("/desk/patient/:handle/summary");
    public static final Route EMERGENCY = get("/desk/patient/:handle/emergency");
    public static final Route BREAK_GLASS = post("/desk/patient/:handle/emergency");
    public static final Route LAUNCH = post("/desk/patient/:handle/app");
    public static final Route DESK_CODE = get("/desk/patient/:handle/code");
    public static final Route CONTINUITY = get("/desk/patient/:handle/ccd");
    public static final Route HANDOVER = get("/desk/patient/:handle/handover");
    public static final Route HAND_OVER = post("/desk/patient/:handle/handover");
    public static final Route INBOX = get("/desk/inbox");
    public static final Route LETTER = get("/desk/inbox/:letter/:format");
    public static final Route ISSUE_CODE = post("/desk/patient/:handle/code");
    public static final Route RESEARCH = get("/desk/research");
    public static final Route ASK = post("/desk/research");
    public static final Route COHORT = get("/desk/research/cohort");
    public static final Route BUILD = post("/desk/research/cohort");
    public static final Route RELEASE = get("/desk/research/:release");
    public static final Route CERTIFICATE = get("/desk/research/:release/certificate");

    public static final Route STUDIES = get("/desk/studies");
    public static final Route PROPOSE = post("/desk/studies");
    public static final Route STUDY = get("/desk/studies/:study");
    public static final Route RUN = post("/desk/studies/:study/:analysis");
    public static final Route RESULT = get("/desk/studies/:study/:analysis");
    public static final Route EXPORT = get("/desk/studies/:study/:analysis/:format");

    public static final Route PROPOSALS = get("/ops/studies");
    public static final Route DECIDE = post("/ops/studies/:plan");

    public static final Route MATCHES = get("/ops/matches");
    public static final Route SETTLE = post("/ops/matches/:review");
    public static final Route GUARDIANS = get("/ops/guardians");
    public static final Route APPOINT = post("/ops/guardians");
    public static final Route DISMISS = post("/ops/guardians/:delegation/stop");

    public static final Route CASES = get("/ops/cases");
    public static final Route CASE = get("/ops/cases/:case");
    public static final Route ANSWER_CASE = post("/ops/cases/:case");

    public static final Route HEALTH = get("/ops");
    public static final Route MESSAGES = get("/ops/messages");
    public static final Route REPLAY = post("/ops/messages/:message/replay");
    public static final Route MAPPINGS = get("/ops/mappings");
    public static final Route TRY_MAPPING = post("/ops/mappings");
    public static final Route KEPT = get("/ops/kept");
    public static final Route FIND_KEPT = post("/ops/kept");
    public static final Route RERUN = post("/ops/kept/:message");
    public static final Route MEMBERS = get("/ops/members");

    public static final Route CURATION = get("/ops/terminology");
    public static final Route LOCAL_CODE = get("/ops/terminology/:code");
    public static final Route JUDGE = post("/ops/terminology/:code");
    public static final Route PUBLISH = post("/ops/terminology/maps/:map");

    public static final WhoMay TABLE = new WhoMay(
            anybody(LANDING),
            anybody(LOGIN),
            anybody(SIGN_IN),
            anybody(SIGN_OUT),
            anybody(LOGIN_BY_PASSKEY),
            anybody(CODE),
            anybody(TRY_CODE),
            anybody(MAKE_BY_CODE),
            anybody(PROVIDER),
            anybody(PROVIDER_BACK),
            anybody(PROVIDER_ENTERED),
            anybody(LEAVING),
            anybody(LEFT_PROVIDER),
            only(ACCOUNT, PATIENT, CLINICIAN, RESEARCHER, STEWARD, OPERATOR, AUDITOR),
            only(EVERYWHERE, PATIENT, CLINICIAN, RESEARCHER, STEWARD, OPERATOR, AUDITOR),
            only(CONFIRM, PATIENT, CLINICIAN, RESEARCHER, STEWARD, OPERATOR, AUDITOR),
            only(CONFIRM_BY_PASSWORD, PATIENT, CLINICIAN, RESEARCHER, STEWARD, OPERATOR, AUDITOR),
            only(PASSWORD, PATIENT, CLINICIAN, RESEARCHER, STEWARD, OPERATOR, AUDITOR),
            only(CONFIRM_BY_PROVIDER, CLINICIAN, RESEARCHER, STEWARD, OPERATOR, AUDITOR),
            only(CONFIRM_BY_PASSKEY, PATIENT),
            only(NEW_PASSKEY, PATIENT),
            only(MADE_PASSKEY, PATIENT),
            only(NAME_PASSKEY, PATIENT),
            only(REMOVE_PASSKEY, PATIENT),
            anybody(ASSET),
            anybody(LANGUAGE),
            anybody(AUTHORIZE),
            anybody(AUTHORIZE_BY_FORM),
            only(ASKED, PATIENT, CLINICIAN),
            only(ANSWER, PATIENT, CLINICIAN),
            only(CHOOSE, CLINICIAN),
            only(ME, PATIENT),
            only(RECORD, PATIENT),
            only(TIMELINE, PATIENT),
            only(CURVES, PATIENT),
            only(OWN_SUMMARY, PATIENT),
            only(OWN_IPS, PATIENT),
            only(DOCUMENT, PATIENT),
            only(BRING, PATIENT),
            only(OFFER, PATIENT),
            only(TAKE, PATIENT),
            only(SHARING, PATIENT),
            only(PREVIEW, PATIENT),
            only(SEEN, PATIENT),
            only(SEE, PATIENT),
            only(SIGN, PATIENT),
            only(STOP, PATIENT),
            only(WITHDRAW, PATIENT),
            only(PROOF, PATIENT),
            only(PROOFS, PATIENT),
            only(LOG_PROOF, PATIENT),
            only(END_PROOF, PATIENT),
            only(LOOKED, PATIENT),
            only(RECEIPT, PATIENT),
            only(RECEIPT_PROOFS, PATIENT),
            only(RECEIPT_LOG_PROOF, PATIENT),
            only(OWN_RESEARCH, PATIENT),
            only(OWN_RESEARCH_PROOF, PATIENT),
            only(QUESTION, PATIENT),
            only(ASK_STEWARD, PATIENT),
            only(HELPERS, PATIENT),
            only(INVITE_HELPER, PATIENT),
            only(ACCEPT_HELP, PATIENT),
            only(ACT_NO_MORE, PATIENT),
            only(END_HELP, PATIENT),
            only(ACT, PATIENT),
            only(LINKS, PATIENT),
            only(MAKE_LINK, PATIENT),
            only(OWN_LINK, PATIENT),
            only(END_LINK, PATIENT),
            only(APPS, PATIENT),
            only(DISCONNECT, PATIENT),
            only(OPEN_APP, PATIENT),
            only(DESK, CLINICIAN),
            only(FIND, CLINICIAN),
            only(FOUND, CLINICIAN),
            only(PATIENT_PAGE, CLINICIAN),
            only(SUMMARY, CLINICIAN),
            only(EMERGENCY, CLINICIAN),
            only(BREAK_GLASS, CLINICIAN),
            only(LAUNCH, CLINICIAN),
            only(DESK_CODE, CLINICIAN),
            only(ISSUE_CODE, CLINICIAN),
            only(CONTINUITY, CLINICIAN),
            only(HANDOVER, CLINICIAN),
            only(HAND_OVER, CLINICIAN),
            only(INBOX, CLINICIAN),
            only(LETTER, CLINICIAN),
            only(RESEARCH, RESEARCHER),
            only(ASK, RESEARCHER),
            only(COHORT, RESEARCHER),
            only(BUILD, RESEARCHER),
            only(RELEASE, RESEARCHER),
            only(CERTIFICATE, RESEARCHER),
            only(STUDIES, RESEARCHER),
            only(PROPOSE, RESEARCHER),
            only(STUDY, RESEARCHER),
            only(RUN, RESEARCHER),
            only(RESULT, RESEARCHER),
            only(EXPORT, RESEARCHER),
            only(PROPOSALS, STEWARD),
            only(DECIDE, STEWARD),
            only(MATCHES, STEWARD),
            only(SETTLE, STEWARD),
            only(GUARDIANS, STEWARD),
            only(APPOINT, STEWARD),
            only(DISMISS, STEWARD),
            only(CASES, STEWARD),
            only(CASE, STEWARD),
            only(ANSWER_CASE, STEWARD),
            only(HEALTH, OPERATOR, STEWARD, AUDITOR),
            only(MESSAGES, OPERATOR, STEWARD),
            only(MAPPINGS, STEWARD),
            only(TRY_MAPPING, STEWARD),
            only(KEPT, STEWARD),
            only(FIND_KEPT, STEWARD),
            only(RERUN, STEWARD),
            only(REPLAY, OPERATOR, STEWARD),
            only(MEMBERS, OPERATOR, STEWARD, AUDITOR),
            only(CURATION, STEWARD),
            only(LOCAL_CODE, STEWARD),
            only(JUDGE, STEWARD),
            only(PUBLISH, STEWARD));

    /** What nobody does on an unguarded screen: whoever calls these has proved within minutes who he is. */
    private static final Set<Route> FRESH = Set.of(
            EMERGENCY,
            BREAK_GLASS,
            SUMMARY,
            CONTINUITY,
            HANDOVER,
            HAND_OVER,
            EXPORT,
            DESK_CODE,
            ISSUE_CODE,
            NEW_PASSKEY,
            MADE_PASSKEY,
            REMOVE_PASSKEY);

    /** What somebody may do in the record of another for whom he acts: look, and question who looked. */
    private static final Set<Route> FOR_ANOTHER = Set.of(
            LANDING,
            LOGIN,
            SIGN_OUT,
            LANGUAGE,
            ME,
            RECORD,
            TIMELINE,
            CURVES,
            OWN_SUMMARY,
            OWN_IPS,
            DOCUMENT,
            SHARING,
            SEEN,
            SEE,
            PROOF,
            PROOFS,
            LOG_PROOF,
            END_PROOF,
            LOOKED,
            RECEIPT,
            RECEIPT_PROOFS,
            RECEIPT_LOG_PROOF,
            OWN_RESEARCH,
            OWN_RESEARCH_PROOF,
            QUESTION,
            ASK_STEWARD,
            HELPERS,
            ACT,
            ACT_NO_MORE,
            END_HELP);

    /** What a guardian does besides, since the patient cannot: decide about sharing. */
    private static final Set<Route> FOR_GUARDIANS = Set.of(PREVIEW, SIGN, STOP, WITHDRAW);

    private static final String WORD = "[A-Za-z0-9._-]{1,64}";

    /** Where somebody may go on after signing in: a page that an app sent him to, and no place outside of this node. */
    private static final Pattern RETURN = Pattern.compile("/authorize/[A-Za-z0-9_-]{22}");

    /** Where somebody goes on after proving anew who he is: what asked for it. */
    private static final Pattern GUARDED = Pattern.compile("/account|/desk/patient/" + WORD
            + "/(?:emergency|summary|ccd|handover|code)|/desk/studies/" + WORD + "/" + WORD + "/" + WORD);

    private Addresses() {}

    public static boolean isReturn(String path) {
        return RETURN.matcher(path).matches();
    }

    /** Whether somebody may go on there, having proved who he is. */
    public static boolean isNext(String path) {
        return isReturn(path) || GUARDED.matcher(path).matches();
    }

    /**
     * Whether somebody may call it in the record of another for whom he acts.
     *
     * @param decides whether he decides for the other one
     */
    static boolean isForAnother(Route route, boolean decides) {
        return FOR_ANOTHER.contains(route) || (decides && FOR_GUARDIANS.contains(route));
    }

    /** Whether its form has a file. */
    static boolean takesFile(Route route) {
        return route.equals(OFFER);
    }

    /** Whether a route wants a proof that is minutes old at most. */
    public static boolean asksForProof(Route route) {
        return FRESH.contains(route);
    }

    /** Where a reader proves anew who he is, and goes on to what he asked for; a form he finds empty. */
    static String confirmFor(Route route, String path) {
        var isShown = TABLE.routes().contains(get(route.path()));
        return CONFIRM.path() + "?next=" + (isShown ? path : ACCOUNT.path());
    }

    /** Where somebody in this role begins. */
    public static Route homeOf(Role role) {
        return switch (role) {
            case PATIENT -> ME;
            case CLINICIAN -> DESK;
            case RESEARCHER -> RESEARCH;
            case STEWARD -> MESSAGES;
            case OPERATOR, AUDITOR -> HEALTH;
            case SYSTEM -> LANDING;
        };
    }
}

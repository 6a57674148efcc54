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
    public static final Route ASSET = get("/assets/:name");

    public static final Route AUTHORIZE = get("/authorize");
    public static final Route AUTHORIZE_BY_FORM = post("/authorize");
    public static final Route ASKED = get("/authorize/:request");
    public static final Route ANSWER = post("/authorize/:request");
    public static final Route CHOOSE = post("/authorize/:request/patient");

    public static final Route ME = get("/me");
    public static final Route RECORD = get("/me/record");
    public static final Route SHARING = get("/me/sharing");
    public static final Route PREVIEW = post("/me/sharing/preview");
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
    public static final Route RESEARCH = get("/desk/research");
    public static final Route ASK = post("/desk/research");
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
    public static final Route JUDGE = post("/ops/matches/:review");

    public static final Route HEALTH = get("/ops");
    public static final Route MESSAGES = get("/ops/messages");
    public static final Route REPLAY = post("/ops/messages/:message/replay");
    public static final Route MEMBERS = get("/ops/members");

    public static final WhoMay TABLE = new WhoMay(
            anybody(LANDING),
            anybody(LOGIN),
            anybody(SIGN_IN),
            anybody(SIGN_OUT),
            anybody(ASSET),
            anybody(AUTHORIZE),
            anybody(AUTHORIZE_BY_FORM),
            only(ASKED, PATIENT, CLINICIAN),
            only(ANSWER, PATIENT, CLINICIAN),
            only(CHOOSE, CLINICIAN),
            only(ME, PATIENT),
            only(RECORD, PATIENT),
            only(SHARING, PATIENT),
            only(PREVIEW, PATIENT),
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
            only(RESEARCH, RESEARCHER),
            only(ASK, RESEARCHER),
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
            only(JUDGE, STEWARD),
            only(HEALTH, OPERATOR, STEWARD, AUDITOR),
            only(MESSAGES, OPERATOR, STEWARD),
            only(REPLAY, OPERATOR, STEWARD),
            only(MEMBERS, OPERATOR, STEWARD, AUDITOR));

    /** Where somebody may go on after signing in: a page that an app sent him to, and no place outside of this node. */
    private static final Pattern RETURN = Pattern.compile("/authorize/[A-Za-z0-9_-]{22}");

    private Addresses() {}

    public static boolean isReturn(String path) {
        return RETURN.matcher(path).matches();
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

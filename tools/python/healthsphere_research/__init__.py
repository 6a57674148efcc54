"""Studies at a HealthSphere node, from a notebook.

The interface is described by the node itself, at ``/api/v1/openapi.yaml``; this is a thin layer over it, with nothing but Python's own library.

    from healthsphere_research import Node

    node = Node("https://node.hospital.example", token, authority="network.pem")
    study = node.propose(document)
    node.wait_for_approvals(study["id"], hospitals=3)
    release = node.run(study["id"], 0)
    for row in release.rows():
        print(row)
"""

import csv
import io
import itertools
import json
import ssl
import time
import urllib.error
import urllib.request

__all__ = ["Node", "Refused", "Release"]


class Refused(Exception):
    """The node does not do what was asked: its status, and what it says."""

    def __init__(self, status, said):
        super().__init__(f"{status}: {said}")
        self.status = status
        self.said = said


def _number(text):
    """Figures come as text, in thirteen digits."""
    if isinstance(text, str):
        try:
            return float(text)
        except ValueError:
            return text
    return text


class Release:
    """What was released: the document as all have signed it, and its result as rows."""

    def __init__(self, document):
        self.document = document
        self.certificate = document["certificate"]
        self.result = self.certificate.get("result")

    @property
    def hospitals(self):
        """Those that were counted."""
        return [one["member"] for one in self.certificate["counted"]]

    @property
    def absent(self):
        """Those that were not, and why."""
        return {one["member"]: one["ground"] for one in self.certificate["absent"]}

    @property
    def coverage(self):
        """How far each hospital's records have codes of the systems that were asked in; where few have, too few are found."""
        return [{"hospital": one["member"], **said} for one in self.certificate["counted"] for said in one.get("coverage", [])]

    def rows(self):
        """A list of dictionaries; a cell that is not told is None."""
        result = self.result
        if isinstance(result, list):
            return [dict(one) for one in result]
        kind = result["kind"]
        if kind == "table":
            names = [by["name"] for by in result["by"]]
            levels = itertools.product(*(by["levels"] for by in result["by"]))
            return [dict(zip(names, level), patients=cell) for level, cell in zip(levels, result["cells"])]
        if kind == "survival":
            return [
                {"group": curve["group"], **{key: _number(value) for key, value in step.items()}}
                for curve in result["curves"]
                for step in curve["steps"]
            ]
        for name in ("coefficients", "quantiles"):
            if name in result:
                return [{key: _number(value) for key, value in one.items()} for one in result[name]]
        return [{key: _number(value) for key, value in result.items() if not isinstance(value, (list, dict))}]

    def csv(self):
        """The rows as comma-separated values."""
        rows = self.rows()
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)
        return text.getvalue()

    def frame(self):
        """The rows as a data frame of pandas, where that is installed."""
        import pandas

        return pandas.DataFrame(self.rows())

    def save(self, path):
        """Writes the document as it was signed; ``hie release verify`` checks it."""
        with open(path, "w", encoding="utf-8") as file:
            json.dump(self.document, file, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


class Node:
    """A node, as one researcher or steward sees it."""

    def __init__(self, url, token, authority=None, timeout=1900):
        """The bearer token is the caller's own; authority is a file with the network's certificate, where the system does not know it."""
        self.url = url.rstrip("/")
        self.timeout = timeout
        self._token = token
        self._tls = ssl.create_default_context(cafile=authority)

    def _call(self, method, path, body=None):
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode("utf-8"),
            headers={"Authorization": "Bearer " + self._token, "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout, context=self._tls) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(error.code, error.read().decode("utf-8", "replace")) from None

    def explain(self, cohort):
        """A cohort in its one spelling, its digest, and in words."""
        return self._call("POST", "/api/v1/cohorts/explanation", cohort)

    def import_cohort(self, language, at, document):
        """A cohort that was written in 'ccdl' or 'samply'; at is the day on which ages count, as '2026-01-31'."""
        return self._call("POST", "/api/v1/cohorts/import", {"from": language, "at": at, "document": document})

    def ask(self, question):
        """The answer to one question, with noise; the caller's account pays."""
        return Release(self._call("POST", "/api/v1/studies/releases", question))

    def feasibility(self, cohort, account, epsilon=0.5):
        """At which criterion how many patients drop out, with noise: a list of (step, patients)."""
        steps = self.explain(cohort)["steps"]
        question = {
            "v": 1,
            "purpose": {"act": "HRESCH", "study": account},
            "tier": "T1",
            "epsilonMicros": round(epsilon * 1_000_000),
            "cohort": cohort,
            "out": [{"flow": {}}],
        }
        cells = [cell.get("value") for cell in self.ask(question).result]
        return list(zip([*(f"without: {step}" for step in steps), "all criteria"], cells))

    def studies(self):
        """The caller's studies, with how each stands at each hospital."""
        return self._call("GET", "/api/v1/studies")["studies"]

    def study(self, study):
        """One of them."""
        return next(one for one in self.studies() if one["id"] == study)

    def propose(self, document):
        """Registers a study; it cannot be changed afterwards."""
        return self._call("POST", "/api/v1/studies", document)

    def approvals(self, study):
        """The hospitals that have approved a study."""
        return [site["member"] for site in self.study(study).get("sites", []) if site["standing"] == "approved"]

    def wait_for_approvals(self, study, hospitals, patience=3600, pause=15):
        """Waits until so many hospitals have approved; they, or those that have when patience is over."""
        end = time.monotonic() + patience
        while True:
            approved = self.approvals(study)
            if len(approved) >= hospitals or time.monotonic() >= end:
                return approved
            time.sleep(pause)

    def run(self, study, analysis):
        """Computes an analysis by its number, once; asked again it is the same release."""
        return Release(self._call("POST", f"/api/v1/studies/{study}/analyses/{analysis}/release"))

    def release(self, study, analysis):
        """The release as it was told before."""
        return Release(self._call("GET", f"/api/v1/studies/{study}/analyses/{analysis}/release"))

    def replay(self, study, analysis):
        """The result, computed again from the signed messages of its run."""
        return self._call("GET", f"/api/v1/studies/{study}/analyses/{analysis}/replay")

    def proposals(self):
        """For stewards: what studies ask of this hospital's patients."""
        return self._call("GET", "/api/v1/study-proposals")["studies"]

    def decide(self, plan, approve):
        """For stewards: whether a study may be computed here."""
        decision = {"decision": "approve" if approve else "decline"}
        return self._call("POST", f"/api/v1/study-proposals/{plan}/decision", decision)

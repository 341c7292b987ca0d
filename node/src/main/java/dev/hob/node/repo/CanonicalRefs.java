package dev.hob.node.repo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hob.keys.DidKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Which refs of the namespaces become the project's own, by the document's rules (payload `xyz.radicle.crefs`).
/// Immutable.
///
/// @param rules the most specific first: the first one that matches a name decides
/// @param symbolic symbolic refs and their targets, in the order in which they are made
public record CanonicalRefs(List<Rule> rules, SequencedMap<String, String> symbolic) {
    private static final String PAYLOAD = "xyz.radicle.crefs";
    private static final String PROJECT = "xyz.radicle.project";
    private static final String PROTECTED = "refs/rad";
    private static final int RULES_MAX = 1000;

    public CanonicalRefs {
        rules = rules.stream()
                .sorted(Comparator.comparing(Rule::pattern, CanonicalRefs::specificFirst))
                .toList();
        symbolic = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(symbolic));
    }

    /// Who must agree, and how many of them, on the refs that a pattern matches.
    public record Rule(String pattern, List<DidKey> allowed, int threshold) {
        public Rule {
            allowed = List.copyOf(allowed);
        }

        /// Whether the pattern's asterisk, if it has one, can stand for what the name has more.
        boolean matches(String name) {
            int star = pattern.indexOf('*');
            if (star < 0) return pattern.equals(name);
            String before = pattern.substring(0, star);
            String after = pattern.substring(star + 1);
            return name.length() > before.length() + after.length() && name.startsWith(before) && name.endsWith(after);
        }
    }

    /// What the namespaces say about a ref.
    public sealed interface Outcome {
        /// Enough of them agree on this object.
        record Agreed(ObjectId target) implements Outcome {}

        /// Too few do; the ref stays as it is, and a page can say why.
        record Undecided(String told) implements Outcome {}

        /// Nobody who counts has such a ref any more.
        record Absent() implements Outcome {}
    }

    /// The rules of a document, with `HEAD` and its rule as its project asks for them when the payload names none.
    ///
    /// @throws IllegalArgumentException when they break a rule of the format
    public static CanonicalRefs of(IdentityDocument document) {
        var payload = document.payload(PAYLOAD);
        var rules = new LinkedHashMap<String, Rule>();
        for (var rule : payload.path("rules").properties())
            rules.put(rule.getKey(), rule(rule.getKey(), rule.getValue(), document));
        require(rules.size() <= RULES_MAX, "at most " + RULES_MAX + " rules");
        var symbolic = new LinkedHashMap<String, String>();
        for (var ref : payload.path("symbolic").properties()) {
            String target = ref.getValue().asText();
            require(symbolic.containsKey(target) || covered(rules, target), "a rule for the target of " + ref.getKey());
            require(!covered(rules, ref.getKey()), "no rule for the symbolic " + ref.getKey());
            symbolic.put(ref.getKey(), target);
        }
        var project = document.payload(PROJECT);
        if (!project.isMissingNode()) head(document, project, rules, symbolic);
        return new CanonicalRefs(List.copyOf(rules.values()), symbolic);
    }

    private static void head(
            IdentityDocument document,
            JsonNode project,
            Map<String, Rule> rules,
            SequencedMap<String, String> symbolic) {
        String branch = Constants.R_HEADS + project.path("defaultBranch").asText();
        var rule = new Rule(branch, document.delegates(), document.threshold());
        String head = symbolic.get(Constants.HEAD);
        if (head == null) {
            rules.put(branch, rule);
            symbolic.put(Constants.HEAD, branch);
        } else {
            require(head.equals(branch), "a HEAD that is the default branch");
            var given = new CanonicalRefs(List.copyOf(rules.values()), symbolic).rule(branch);
            require(
                    given.filter(r -> r.allowed().equals(rule.allowed()) && r.threshold() == rule.threshold())
                            .isPresent(),
                    "HEAD's rule to be the delegates' with the document's threshold");
        }
    }

    private static Rule rule(String pattern, JsonNode json, IdentityDocument document) {
        require(pattern.startsWith("refs/") && pattern.indexOf('*') == pattern.lastIndexOf('*'), "patterns of refs");
        require(!pattern.equals(PROTECTED) && !pattern.startsWith(PROTECTED + "/"), "no rule for " + PROTECTED);
        var allowed = new ArrayList<DidKey>();
        if (json.path("allow").asText().equals("delegates")) allowed.addAll(document.delegates());
        else
            for (var did : json.path("allow")) {
                var key = DidKey.parse(did.asText());
                if (!allowed.contains(key)) allowed.add(key);
            }
        int threshold = json.path("threshold").asInt(-1);
        require(!allowed.isEmpty() && threshold >= 1 && threshold <= allowed.size(), "a threshold that can be reached");
        return new Rule(pattern, allowed, threshold);
    }

    private static boolean covered(Map<String, Rule> rules, String name) {
        return rules.values().stream().anyMatch(rule -> rule.matches(name));
    }

    private static void require(boolean holds, String what) {
        if (!holds) throw new IllegalArgumentException("canonical refs need " + what);
    }

    /// More components first; then component by component, literal before asterisk, a later asterisk before an
    /// earlier one, the longer before the shorter; then by name.
    static int specificFirst(String a, String b) {
        var slash = Pattern.compile("/");
        String[] left = slash.split(a, -1);
        String[] right = slash.split(b, -1);
        if (left.length != right.length) return Integer.compare(right.length, left.length);
        for (int i = 0; i < left.length; i++) {
            int leftStar = left[i].indexOf('*');
            int rightStar = right[i].indexOf('*');
            if (leftStar < 0 != rightStar < 0) return leftStar < 0 ? -1 : 1;
            if (leftStar < 0) continue;
            if (leftStar != rightStar) return Integer.compare(rightStar, leftStar);
            if (left[i].length() != right[i].length()) return Integer.compare(right[i].length(), left[i].length());
        }
        return a.compareTo(b);
    }

    /// The rule that decides about a ref.
    public Optional<Rule> rule(String name) {
        return rules.stream().filter(rule -> rule.matches(name)).findFirst();
    }

    /// What the namespaces of a repository agree on for a ref that a rule decides about.
    public Outcome decide(Repository repository, String name) throws IOException {
        var rule = rule(name);
        if (rule.isEmpty()) return new Outcome.Undecided("no rule makes " + name + " canonical");
        var tips = new LinkedHashMap<DidKey, ObjectId>();
        for (var key : rule.get().allowed()) {
            var ref = repository.exactRef(Repos.namespace(key) + name);
            if (ref != null && ref.getObjectId() != null) tips.put(key, ref.getObjectId());
        }
        return decide(repository, name, rule.get().threshold(), tips);
    }

    /// The same, from tips that were gathered elsewhere.
    public static Outcome decide(Repository repository, String name, int threshold, Map<DidKey, ObjectId> tips)
            throws IOException {
        if (tips.isEmpty()) return new Outcome.Absent();
        if (tips.size() < threshold)
            return new Outcome.Undecided(name + " needs " + threshold + " delegates and " + tips.size() + " have it");
        try (var walk = new RevWalk(repository)) {
            int commits = 0;
            for (var tip : tips.values()) if (walk.parseAny(tip) instanceof RevCommit) commits++;
            if (commits == tips.size()) return commit(walk, name, threshold, tips);
            if (commits > 0) return new Outcome.Undecided(name + " is a commit for some and not for others");
        }
        return same(name, threshold, tips);
    }

    /// Tags that are objects must be the very same.
    private static Outcome same(String name, int threshold, Map<DidKey, ObjectId> tips) {
        var votes = new HashMap<ObjectId, Integer>();
        tips.values().forEach(tip -> votes.merge(tip, 1, Integer::sum));
        var enough =
                votes.entrySet().stream().filter(v -> v.getValue() >= threshold).toList();
        if (enough.size() != 1) return new Outcome.Undecided("delegates do not agree on " + name);
        return new Outcome.Agreed(enough.getFirst().getKey());
    }

    /// A tip votes for itself and for all it was built upon; of the commits with enough votes the newest counts, when
    /// they lie on one line.
    private static Outcome commit(RevWalk walk, String name, int threshold, Map<DidKey, ObjectId> tips)
            throws IOException {
        var candidates = new ArrayList<ObjectId>();
        for (var candidate : tips.values()) {
            if (candidates.contains(candidate)) continue;
            int votes = 0;
            for (var tip : tips.values()) if (reaches(walk, tip, candidate)) votes++;
            if (votes >= threshold) candidates.add(candidate);
        }
        if (candidates.isEmpty()) return new Outcome.Undecided("too few delegates agree on " + name);
        var newest = candidates.getFirst();
        for (var candidate : candidates) {
            if (reaches(walk, candidate, newest)) newest = candidate;
            else if (!reaches(walk, newest, candidate))
                return new Outcome.Undecided("delegates have taken " + name + " in different directions");
        }
        return new Outcome.Agreed(newest);
    }

    private static boolean reaches(RevWalk walk, ObjectId tip, ObjectId ancestor) throws IOException {
        if (tip.equals(ancestor)) return true;
        return walk.isMergedInto(walk.parseCommit(ancestor), walk.parseCommit(tip));
    }
}

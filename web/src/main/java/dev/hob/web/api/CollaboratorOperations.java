package dev.hob.web.api;

import dev.hob.node.Node;
import dev.hob.node.people.Person;
import dev.hob.node.repo.Right;
import dev.hob.web.api.json.AddCollaborator;
import dev.hob.web.api.json.CollaboratorPermission;
import dev.hob.web.api.json.User;
import dev.hob.web.html.Stop;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Who was let into a repository, and how far.
final class CollaboratorOperations {
    private static final String ONE = "/repos/{owner}/{repo}/collaborators/{collaborator}";
    private static final Map<String, Right> RIGHTS =
            Map.of("read", Right.READ, "write", Right.WRITE, "admin", Right.ADMIN);

    private final Node node;

    CollaboratorOperations(Node node) {
        this.node = node;
    }

    void declare(Operations all) {
        all.chapter("Collaborators");
        all.get("repoListCollaborators", "/repos/{owner}/{repo}/collaborators", "Who was let in, by name")
                .needs(Right.READ)
                .known()
                .lists(User.class, this::list);
        all.get("repoCheckCollaborator", ONE, "Whether somebody was let in: 204 or 404")
                .needs(Right.READ)
                .known()
                .does(this::check);
        all.put("repoAddCollaborator", ONE, "Let somebody in, or change how far")
                .needs(Right.ADMIN)
                .takes(AddCollaborator.class)
                .does(this::add);
        all.delete("repoDeleteCollaborator", ONE, "Take somebody's access away")
                .needs(Right.ADMIN)
                .does(this::remove);
        all.get("repoGetAssignees", "/repos/{owner}/{repo}/assignees", "Whose task an issue can be")
                .needs(Right.READ)
                .known()
                .givesAll(User.class, this::assignees);
        all.get("repoGetRepoPermissions", ONE + "/permission", "How far somebody is let in")
                .needs(Right.READ)
                .known()
                .gives(CollaboratorPermission.class, this::permission);
    }

    /// Others who may see it can be given an issue too; these are those who work on it.
    private List<User> assignees(Call call) {
        var names = Stream.concat(
                Stream.of(call.repo().owner()), node.repos().collaborators(call.repo()).keySet().stream());
        return names.distinct()
                .flatMap(name -> node.people().find(name).stream())
                .map(it -> PeopleShapes.user(it, call.viewer(), call.links()))
                .toList();
    }

    private Listed<User> list(Call call) {
        List<Person> people = node.repos().collaborators(call.repo()).keySet().stream()
                .flatMap(name -> node.people().find(name).stream())
                .toList();
        return Listed.of(people, call.slice(), it -> PeopleShapes.user(it, call.viewer(), call.links()));
    }

    private void check(Call call) {
        var person = PeopleOperations.named(node, call, "collaborator");
        if (!node.repos().collaborators(call.repo()).containsKey(person.name())) throw Call.missing();
    }

    private void add(Call call) throws IOException {
        var person = PeopleOperations.named(node, call, "collaborator");
        var right = RIGHTS.get(call.body(AddCollaborator.class).permission().orElse("write"));
        if (right == null) throw new AssertionError("checked when it was read");
        refuse(node.edits().addCollaborator(call.repo(), call.person(), person, right));
    }

    private void remove(Call call) {
        var person = PeopleOperations.named(node, call, "collaborator");
        refuse(node.edits().removeCollaborator(call.repo(), call.person(), person));
    }

    private static void refuse(Optional<String> objection) {
        if (objection.isPresent()) throw new Stop(422, objection.get());
    }

    private CollaboratorPermission permission(Call call) {
        var person = PeopleOperations.named(node, call, "collaborator");
        boolean self = person.id().equals(call.person().id());
        boolean runs = node.access().may(call.viewer(), Right.ADMIN, call.repo());
        if (!self && !runs) throw new Stop(403, "Only admins can query the permissions of others.");
        String permission = person.id().equals(call.repo().ownerId())
                ? "owner"
                : node.access()
                        .right(person, call.repo())
                        .map(right -> right.name().toLowerCase(Locale.ROOT))
                        .orElse("none");
        return new CollaboratorPermission(
                permission, permission, PeopleShapes.user(person, call.viewer(), call.links()));
    }
}

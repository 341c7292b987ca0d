package dev.hob.node.refs;

import dev.hob.node.people.Person;
import dev.hob.node.repo.Repo;
import dev.hob.node.repo.Repos;
import java.nio.file.Path;

/// Makes a project, forks and copies it, lets its forks leave and deletes all of it, until it is killed.
public final class Forkers {
    private Forkers() {}

    /// @param arguments the data folder
    public static void main(String[] arguments) throws Exception {
        try (var house = new House(Path.of(arguments[0]))) {
            var bob = house.person("bob");
            var carol = house.person("carol");
            System.out.println("ready");
            for (int round = 0; ; round++) {
                var tea = house.repository("tea");
                if (house.node.refs().view(tea).isEmpty()) {
                    var first = house.commit(tea, "first " + round + " " + tea.id());
                    house.move(tea, House.made("refs/heads/main", first), House.made("refs/tags/v1", first));
                }
                fork(house, tea, bob, false);
                fork(house, tea, carol, round % 2 == 0);
                var bobs = house.node.refs().forking().mine(tea, bob);
                if (bobs.isPresent() && bobs.get().rid().equals(tea.rid()))
                    house.move(bobs.get(), House.made("refs/heads/r" + round, house.commit(tea, "round " + round)));
                if (round % 3 == 2) {
                    house.node.edits().setPrivate(tea, house.alice(), true);
                    told("private", tea);
                }
                if (round % 2 == 1) delete(house, tea, house.alice());
                for (var repo : house.node.repos().ownedBy(bob)) delete(house, repo, bob);
                for (var repo : house.node.repos().ownedBy(carol)) delete(house, repo, carol);
            }
        }
    }

    private static void fork(House house, Repo tea, Person by, boolean isPrivate) {
        var wish = new Forking.Wish("tea", "", isPrivate, false);
        if (house.node.refs().forking().fork(tea, by, wish) instanceof Repos.Creation.Created(var fork))
            told("made", fork);
    }

    private static void delete(House house, Repo repo, Person by) {
        house.node.repos().delete(repo, by);
        told("gone", repo);
    }

    private static void told(String what, Repo repo) {
        System.out.println(what + " " + repo.id().value());
    }
}

package dev.hob.node.people;

import dev.hob.keys.DidKey;
import dev.hob.keys.Secret;
import dev.hob.node.db.Database;
import dev.hob.node.db.Like;
import dev.hob.node.language.Messages;
import dev.hob.node.log.Change;
import dev.hob.node.log.Log;
import dev.hob.node.log.Origin;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The accounts of this node. Shared between threads.
public final class People {
    private static final int PASSWORD_CHARACTERS_MIN = 8;
    private static final int PASSWORD_CHARACTERS_MAX = 256;
    private static final String COLUMNS =
            "id, name, email, display_name, bio, website, location, admin, disabled, did, created";
    private static final String MATCHING = """
             from person
            where not deleted
              and (name like :words escape '!' or lower(display_name) like :words escape '!')""";

    private static final String COLUMNS_OF_P =
            List.of(COLUMNS.split(", ", -1)).stream().map("p."::concat).collect(Collectors.joining(", "));

    /// What came of asking for an account.
    public sealed interface Creation {
        record Created(Person person) implements Creation {}

        /// What of it is wrong.
        enum Field {
            NAME,
            EMAIL,
            PASSWORD
        }

        /// `told` may be shown to a stranger.
        ///
        /// @param field what to put right
        record Refused(Field field, String told) implements Creation {}
    }

    /// What came of a name and a password.
    public sealed interface Login {
        record Known(Person person) implements Login {}

        /// No such account, a wrong password, or a disabled account: which one is nobody's business.
        record Wrong() implements Login {}

        /// Too many failures; ask again after this time.
        record Slow(Duration after) implements Login {}
    }

    private final Database database;
    private final Log log;
    private final Custody custody;
    private final InstantSource clock;
    private final Passwords passwords = new Passwords();
    private final Attempts attempts = new Attempts();
    private final KeyNames keyNames;
    private final RemoteAuthors remote;
    private final Residences residences;

    public People(Database database, Log log, Custody custody, InstantSource clock) {
        this.database = database;
        this.log = log;
        this.custody = custody;
        this.clock = clock;
        this.keyNames = new KeyNames(database);
        this.remote = new RemoteAuthors(database, custody, clock);
        this.residences = new Residences(database, log, clock);
    }

    /// What those call themselves who have no account.
    public KeyNames keyNames() {
        return keyNames;
    }

    /// Where else people of here are at home.
    public Residences residences() {
        return residences;
    }

    /// Those who are known only by an actor's address.
    public RemoteAuthors remote() {
        return remote;
    }

    /// Makes an account with a key of its own. Without a password it can only be entered by a one-time link.
    public Creation create(String name, String email, Optional<Secret> password, boolean admin) {
        var objection = refused(Creation.Field.NAME, AccountName.objection(name))
                .or(() -> refused(Creation.Field.EMAIL, emailObjection(email)))
                .or(() -> refused(Creation.Field.PASSWORD, password.flatMap(People::passwordObjection)));
        if (objection.isPresent()) return objection.get();
        var hash = password.map(passwords::hash);
        Creation creation = database.write(handle -> {
            if (find(handle, "name", name, true).isPresent())
                return new Creation.Refused(Creation.Field.NAME, Messages.text("people.name-is-taken", name));
            var key = custody.create(handle);
            var person = new Person(
                    UUID.randomUUID().toString(), name, email, Profile.EMPTY, admin, false, key.publicKey(), now());
            int rows = handle.execute(
                    """
                    insert into person (id, name, email, display_name, admin, disabled, deleted, did, password, created)
                    values (?, ?, ?, '', ?, ?, ?, ?, ?, ?)
                    on conflict (name) do nothing""",
                    person.id(),
                    name,
                    email,
                    admin,
                    false,
                    false,
                    person.key().nid(),
                    hash.orElse(null),
                    person.created().toEpochMilli());
            if (rows == 0) { // Somebody was quicker.
                custody.drop(handle, key.publicKey());
                return new Creation.Refused(Creation.Field.NAME, Messages.text("people.name-is-taken", name));
            }
            log.append(handle, new Origin.Here(person.id()), new Change.PersonCreated(person.id(), name));
            return new Creation.Created(person);
        });
        log.announce();
        return creation;
    }

    private static Optional<Creation> refused(Creation.Field field, Optional<String> told) {
        return told.map(it -> new Creation.Refused(field, it));
    }

    private static Optional<String> emailObjection(String email) {
        int at = email.indexOf('@');
        boolean fine = at > 0
                && at < email.length() - 1
                && email.length() <= 254
                && email.strip().equals(email);
        return fine ? Optional.empty() : Optional.of(Messages.text("people.no-email-address"));
    }

    private static Optional<String> passwordObjection(Secret password) {
        int length = password.text().length();
        if (length < PASSWORD_CHARACTERS_MIN)
            return Optional.of(Messages.text("people.password-characters-min", PASSWORD_CHARACTERS_MIN));
        if (length > PASSWORD_CHARACTERS_MAX)
            return Optional.of(Messages.text("people.password-characters-max", PASSWORD_CHARACTERS_MAX));
        return Optional.empty();
    }

    /// The account of this name, whatever its case; none when it was deleted.
    public Optional<Person> find(String name) {
        return database.read(handle -> find(handle, "name", AccountName.folded(name), false));
    }

    /// Whether an account of that name was deleted: nobody is ever called so again.
    public boolean hasLeft(String name) {
        return database.read(
                handle -> handle.createQuery("select count(*) from person where name = :name and deleted and not peer")
                                .bind("name", name)
                                .mapTo(Integer.class)
                                .one()
                        > 0);
    }

    /// What an account is or was called; it is not asked whether it was deleted.
    public Optional<String> nameOf(String id) {
        return database.read(handle -> handle.createQuery("select name from person where id = :id and not peer")
                .bind("id", id)
                .mapTo(String.class)
                .findOne());
    }

    /// How many accounts were used within so many days.
    public int active(int days) {
        long since = clock.millis() - Duration.ofDays(days).toMillis();
        return database.read(
                handle -> handle.createQuery("select count(distinct person) from web_session where used >= :since")
                        .bind("since", since)
                        .mapTo(Integer.class)
                        .one());
    }

    /// The account with this id; none when it was deleted.
    public Optional<Person> byId(String id) {
        return database.read(handle -> find(handle, "id", id, false));
    }

    /// The account whose key this is, its own or that of a device; none when it was deleted.
    public Optional<Person> byKey(DidKey key) {
        return Optional.ofNullable(byKeys(List.of(key)).get(key));
    }

    /// The accounts whose keys these are, their own or those of devices; deleted ones are left out.
    public Map<DidKey, Person> byKeys(Collection<DidKey> keys) {
        if (keys.isEmpty()) return Map.of();
        var nids = keys.stream().map(DidKey::nid).distinct().toList();
        var found = new HashMap<DidKey, Person>();
        database.read(handle -> handle.createQuery("select " + COLUMNS + ", did as signed_by from person"
                                + " where did in (<keys>) and not deleted"
                                + " union all select " + COLUMNS_OF_P + ", d.did as signed_by"
                                + " from device_key d join person p on p.id = d.person"
                                + " where d.did in (<keys>) and not p.deleted")
                        .bindList("keys", nids)
                        .map((row, context) -> Map.entry(DidKey.parse(row.getString("signed_by")), row(row, context)))
                        .list())
                .forEach(it -> found.put(it.getKey(), it.getValue()));
        return found;
    }

    /// The accounts with these ids, in the order of the ids; deleted ones are left out.
    public List<Person> inOrder(List<String> ids) {
        if (ids.isEmpty()) return List.of();
        var found = new HashMap<String, Person>();
        database.read(handle -> handle.createQuery(
                                "select " + COLUMNS + " from person where id in (<ids>) and not deleted")
                        .bindList("ids", ids)
                        .map(People::row)
                        .list())
                .forEach(person -> found.put(person.id(), person));
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(found.get(id)).stream())
                .toList();
    }

    /// The account whose own key this is, within a transaction.
    public static Optional<Person> ofKey(Handle handle, DidKey key) {
        return find(handle, "did", key.nid(), false);
    }

    private static Optional<Person> find(Handle handle, String column, String value, boolean deletedToo) {
        return handle.createQuery("select " + COLUMNS + " from person where " + column + " = :value"
                        + (deletedToo ? "" : " and not deleted"))
                .bind("value", value)
                .map(People::row)
                .findOne();
    }

    /// Up to so many accounts whose names come after a name, in order of name.
    public List<Person> after(String name, int max) {
        return database.read(handle -> handle.createQuery("select " + COLUMNS
                        + " from person where name > :name and not deleted order by name limit :max")
                .bind("name", name)
                .bind("max", max)
                .map(People::row)
                .list());
    }

    /// Up to so many accounts that have these words in their name or in what they call themselves, whose names
    /// come
    /// after a name, in order of name.
    public List<Person> matching(String words, boolean disabledToo, String after, int max) {
        return database.read(handle -> handle.createQuery("select " + COLUMNS + """
                                 from person
                                where name > :after
                                  and not deleted
                                  and (:disabledToo or not disabled)
                                  and (name like :words escape '!' or lower(display_name) like :words escape '!')
                                order by name
                                limit :max""")
                .bind("after", after)
                .bind("disabledToo", disabledToo)
                .bind("words", Like.within(words))
                .bind("max", max)
                .map(People::row)
                .list());
    }

    /// Up to so many accounts that have these words in their name or in what they call themselves, after so many
    /// that
    /// are skipped, in order of name: for clients that count pages.
    public List<Person> matching(String words, long skipped, int max) {
        return database.read(handle -> handle.createQuery(
                        "select " + COLUMNS + MATCHING + " order by name limit :max offset :skipped")
                .bind("words", Like.within(words))
                .bind("max", max)
                .bind("skipped", skipped)
                .map(People::row)
                .list());
    }

    /// How many accounts have these words in their name or in what they call themselves.
    public int countMatching(String words) {
        return database.read(handle -> handle.createQuery("select count(*)" + MATCHING)
                .bind("words", Like.within(words))
                .mapTo(Integer.class)
                .one());
    }

    /// How many accounts there are.
    public int count() {
        return database.read(handle -> handle.createQuery("select count(*) from person where not deleted")
                .mapTo(Integer.class)
                .one());
    }

    /// Whether nobody has an account yet.
    public boolean isEmpty() {
        return after("", 1).isEmpty();
    }

    /// Checks a name and a password that came from an address.
    public Login login(String name, Secret password, String address) {
        // In turn, so that a crowd of guesses sent at once cannot all pass before the first failure counts.
        return passwords.inTurn(() -> loginNow(name, password, address));
    }

    private Login loginNow(String name, Secret password, String address) {
        String account = "account " + AccountName.folded(name);
        if (attempts.exhausted(account) || attempts.exhausted(address)) return new Login.Slow(attempts.pause());
        var person = find(name).filter(p -> !p.disabled());
        var hash = person.flatMap(p -> database.read(
                handle -> handle.createQuery("select password from person where id = :id and password is not null")
                        .bind("id", p.id())
                        .mapTo(String.class)
                        .findOne()));
        boolean right = hash.isPresent() && passwords.matches(password, hash.get());
        if (hash.isEmpty()) passwords.matchNothing(password);
        if (right) return new Login.Known(person.orElseThrow());
        attempts.failed(account);
        attempts.failed(address);
        return new Login.Wrong();
    }

    /// Sets a password and ends every session of the account; says what is wrong with it, if anything.
    public Optional<String> changePassword(Person person, Secret password) {
        var objection = passwordObjection(password);
        if (objection.isPresent()) return objection;
        String hash = passwords.hash(password);
        database.writing(handle -> {
            handle.execute("update person set password = ? where id = ?", hash, person.id());
            handle.execute("delete from web_session where person = ?", person.id());
        });
        return Optional.empty();
    }

    /// Changes what a person tells about themselves; says what cannot be kept, by part.
    public Map<String, String> describe(Person person, Profile profile) {
        var objections = profile.objections();
        if (!objections.isEmpty()) return objections;
        boolean other = database.write(handle -> {
            boolean same = find(handle, "id", person.id(), false)
                    .filter(now -> now.profile().equals(profile))
                    .isPresent();
            if (same) return false;
            handle.execute(
                    "update person set display_name = ?, bio = ?, website = ?, location = ? where id = ?",
                    profile.displayName(),
                    profile.bio(),
                    profile.website(),
                    profile.location(),
                    person.id());
            log.append(handle, new Origin.Here(person.id()), new Change.PersonDescribed(person.id()));
            return true;
        });
        if (other) log.announce();
        return Map.of();
    }

    /// Changes the e-mail address; says what is wrong with it, if anything.
    public Optional<String> changeEmail(Person person, String email) {
        var objection = emailObjection(email);
        if (objection.isEmpty())
            database.writing(handle -> handle.execute("update person set email = ? where id = ?", email, person.id()));
        return objection;
    }

    /// Makes somebody an administrator, or no longer one. Says why not, if it cannot be.
    public Optional<String> makeAdmin(Person person, boolean admin) {
        return database.write(handle -> {
            var objection = admin ? Optional.<String>empty() : lastAdmin(handle, person);
            if (objection.isEmpty()) handle.execute("update person set admin = ? where id = ?", admin, person.id());
            return objection;
        });
    }

    /// A node without an administrator could only be helped from its machine.
    private static Optional<String> lastAdmin(Handle handle, Person person) {
        int others = handle.createQuery("""
                        select count(*)
                          from person
                         where admin and not disabled and not deleted and id <> :id""")
                .bind("id", person.id())
                .mapTo(Integer.class)
                .one();
        boolean isOne = find(handle, "id", person.id(), false)
                .filter(now -> now.admin() && !now.disabled())
                .isPresent();
        return isOne && others == 0
                ? Optional.of(Messages.text("people.only-administrator", person.name()))
                : Optional.empty();
    }

    /// Shuts an account out, or lets it in again. Its sessions end; what it owns stays. Says why not, if it
    /// cannot be.
    public Optional<String> disable(Person person, boolean disabled) {
        return database.write(handle -> {
            var objection = disabled ? lastAdmin(handle, person) : Optional.<String>empty();
            if (objection.isPresent()) return objection;
            handle.execute("update person set disabled = ? where id = ?", disabled, person.id());
            if (disabled) handle.execute("delete from web_session where person = ?", person.id());
            return objection;
        });
    }

    /// Why an account cannot go now, if so.
    public Optional<String> mustStay(Person person) {
        return database.read(handle -> mustStay(handle, person));
    }

    private static Optional<String> mustStay(Handle handle, Person person) {
        int owned = handle.createQuery("select count(*) from repository where owner = :id")
                .bind("id", person.id())
                .mapTo(Integer.class)
                .one();
        if (owned > 0) return Optional.of(Messages.text("people.still-owns", person.name(), owned));
        return lastAdmin(handle, person);
    }

    /// Ends an account that owns nothing: its name is never given again. Says why not, if it cannot be.
    public Optional<String> delete(Person person) {
        Optional<String> objection = database.write(handle -> {
            var stays = mustStay(handle, person);
            if (stays.isPresent()) return stays;
            for (String table : List.of(
                    "web_session",
                    "access_token",
                    "one_time_link",
                    "ssh_key",
                    "collaborator",
                    "saved_view",
                    "pending_remark",
                    "lent_branch",
                    "pending_review",
                    "pending_change",
                    "remark_elsewhere",
                    "viewed_file",
                    "star",
                    "watch",
                    "residence")) handle.execute("delete from " + table + " where person = ?", person.id());
            handle.execute("delete from one_time_link where made_by = ?", person.id());
            handle.execute(
                    "update device_key set revoked = ? where person = ? and revoked is null",
                    clock.millis(),
                    person.id());
            handle.execute("""
                    update person
                       set deleted = ?, disabled = ?, password = null, email = '', display_name = '', bio = '',
                           website = '', location = ''
                     where id = ?""", true, true, person.id());
            log.append(handle, new Origin.Here(person.id()), new Change.PersonDeleted(person.id(), person.name()));
            return Optional.<String>empty();
        });
        log.announce();
        return objection;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static Person row(ResultSet row, StatementContext context) throws SQLException {
        return new Person(
                row.getString("id"),
                row.getString("name"),
                row.getString("email"),
                new Profile(
                        row.getString("display_name"),
                        row.getString("bio"),
                        row.getString("website"),
                        row.getString("location")),
                row.getBoolean("admin"),
                row.getBoolean("disabled"),
                DidKey.parse(row.getString("did")),
                Instant.ofEpochMilli(row.getLong("created")));
    }
}

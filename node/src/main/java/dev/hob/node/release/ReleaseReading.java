package dev.hob.node.release;

import dev.hob.keys.DidKey;
import dev.hob.node.db.Database;
import dev.hob.node.log.RepoId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jdbi.v3.core.statement.StatementContext;

/// Which releases there are, read from their rows. Whoever asks has asked whether the reader may see the repository,
/// and says whether they see drafts. Shared.
public final class ReleaseReading {
    private static final int TAGS_MAX = 1_000;
    private static final String SELECT = """
            select id, release_key, tag, target, commit_id, title, notes, is_draft, is_prerelease, author, created,
                   published, updated
              from project_release
            """;

    private final Database database;

    ReleaseReading(Database database) {
        this.database = database;
    }

    /// Which are asked for.
    ///
    /// @param drafts whether only drafts or only published ones; both when it is not said
    /// @param prereleases whether only those or none of them; both when it is not said
    public record Asked(Optional<Boolean> drafts, Optional<Boolean> prereleases) {
        /// Those that are published.
        public static final Asked PUBLISHED = new Asked(Optional.of(false), Optional.empty());
        /// Drafts too.
        public static final Asked ALL = new Asked(Optional.empty(), Optional.empty());

        /// For somebody who sees drafts or does not.
        public static Asked by(boolean member) {
            return member ? ALL : PUBLISHED;
        }

        private String condition() {
            return drafts.map(it -> it ? " and is_draft" : " and not is_draft").orElse("")
                    + prereleases
                            .map(it -> it ? " and is_prerelease" : " and not is_prerelease")
                            .orElse("");
        }
    }

    /// Where a page of the list begins: behind this release.
    public record After(boolean draft, Instant published, String id) {
        /// Behind the last one of a page.
        public static After of(Release last) {
            return new After(last.draft(), last.published(), last.id().name());
        }
    }

    /// Drafts first, then the newest.
    public List<Release> newest(RepoId rid, Asked asked, Optional<After> after, int max) {
        String further = after.map(it -> it.draft()
                        ? " and (not is_draft or published < :published or (published = :published and id < :id))"
                        : " and not is_draft and (published < :published or (published = :published and id < :id))")
                .orElse("");
        return with(rid, database.read(handle -> {
            var query = handle.createQuery(SELECT + " where rid = :rid" + asked.condition() + further
                            + " order by is_draft desc, published desc, id desc limit :max")
                    .bind("rid", rid.value())
                    .bind("max", max);
            after.ifPresent(
                    it -> query.bind("published", it.published().toEpochMilli()).bind("id", it.id()));
            return query.map(ReleaseReading::release).list();
        }));
    }

    /// The same by how many are left out.
    public List<Release> page(RepoId rid, Asked asked, long from, int max) {
        return with(rid, database.read(handle -> handle.createQuery(SELECT + " where rid = :rid" + asked.condition()
                        + " order by is_draft desc, published desc, id desc limit :max offset :from")
                .bind("rid", rid.value())
                .bind("max", max)
                .bind("from", from)
                .map(ReleaseReading::release)
                .list()));
    }

    /// How many there are.
    public int count(RepoId rid, Asked asked) {
        return database.read(handle -> handle.createQuery(
                        "select count(*) from project_release where rid = :rid" + asked.condition())
                .bind("rid", rid.value())
                .mapTo(Integer.class)
                .one());
    }

    /// The newest that is neither a draft nor a pre-release.
    public Optional<Release> latest(RepoId rid) {
        return newest(rid, new Asked(Optional.of(false), Optional.of(false)), Optional.empty(), 1).stream()
                .findFirst();
    }

    /// The one of a tag; when peers published two, the first.
    public Optional<Release> ofTag(RepoId rid, String tag) {
        return one(rid, " and tag = :what", tag);
    }

    /// By its number.
    public Optional<Release> numbered(RepoId rid, long number) {
        return one(rid, " and number = :what", number);
    }

    /// By its id.
    public Optional<Release> byId(RepoId rid, ObjectId id) {
        return one(rid, " and id = :what", id.name());
    }

    private Optional<Release> one(RepoId rid, String condition, Object what) {
        return with(rid, database.read(handle -> handle.createQuery(
                                SELECT + " where rid = :rid" + condition + " order by is_draft, published, id limit 1")
                        .bind("rid", rid.value())
                        .bind("what", what)
                        .map(ReleaseReading::release)
                        .list()))
                .stream()
                .findFirst();
    }

    /// The tags that releases stand on, the newest first.
    public List<String> tags(RepoId rid) {
        return newestTags(rid).stream().distinct().toList();
    }

    private List<String> newestTags(RepoId rid) {
        return database.read(handle -> handle.createQuery("""
                        select tag
                          from project_release
                         where rid = :rid and not is_draft
                         order by published desc, id desc
                         limit :max""")
                .bind("rid", rid.value())
                .bind("max", TAGS_MAX)
                .mapTo(String.class)
                .list());
    }

    /// How often each of some files was fetched from here.
    public Map<String, Long> downloads(RepoId rid, Collection<Asset> assets) {
        if (assets.isEmpty()) return Map.of();
        var counts = new HashMap<String, Long>();
        database.read(handle -> handle.createQuery("""
                                select asset_key, downloads
                                  from asset_download
                                 where rid = :rid and asset_key in (<keys>)""")
                        .bind("rid", rid.value())
                        .bindList("keys", assets.stream().map(Asset::key).toList())
                        .map((row, _) -> Map.entry(row.getString("asset_key"), row.getLong("downloads")))
                        .list())
                .forEach(it -> counts.put(it.getKey(), it.getValue()));
        return counts;
    }

    /// One more was fetched.
    void downloaded(RepoId rid, Asset asset) {
        database.writing(handle -> handle.execute("""
                insert into asset_download (rid, asset_key, downloads) values (?, ?, 1)
                on conflict (rid, asset_key) do update set downloads = asset_download.downloads + 1""", rid.value(), asset.key()));
    }

    private List<Release> with(RepoId rid, List<Release> bare) {
        if (bare.isEmpty()) return List.of();
        var files = new LinkedHashMap<ObjectId, List<Asset>>();
        bare.forEach(it -> files.put(it.id(), new ArrayList<>()));
        database.read(handle -> handle.createQuery("""
                                select object, asset_key, name, size, sha256, blob, created
                                  from release_asset
                                 where rid = :rid and object in (<releases>)
                                 order by object, position""")
                        .bind("rid", rid.value())
                        .bindList(
                                "releases",
                                bare.stream().map(it -> it.id().name()).toList())
                        .map((row, _) -> Map.entry(ObjectId.fromString(row.getString("object")), asset(row)))
                        .list())
                .forEach(it -> Optional.ofNullable(files.get(it.getKey()))
                        .orElseThrow()
                        .add(it.getValue()));
        return bare.stream()
                .map(it -> it.with(Optional.ofNullable(files.get(it.id())).orElseThrow()))
                .toList();
    }

    private static Asset asset(ResultSet row) throws SQLException {
        return new Asset(
                row.getString("asset_key"),
                row.getString("name"),
                row.getLong("size"),
                row.getString("sha256"),
                ObjectId.fromString(row.getString("blob")),
                Instant.ofEpochMilli(row.getLong("created")));
    }

    private static Release release(ResultSet row, StatementContext context) throws SQLException {
        return new Release(
                ObjectId.fromString(row.getString("id")),
                row.getString("release_key"),
                row.getString("tag"),
                row.getString("target"),
                Optional.ofNullable(row.getString("commit_id")).map(ObjectId::fromString),
                row.getString("title"),
                row.getString("notes"),
                row.getBoolean("is_draft"),
                row.getBoolean("is_prerelease"),
                DidKey.parse(row.getString("author")),
                Instant.ofEpochMilli(row.getLong("created")),
                Instant.ofEpochMilli(row.getLong("published")),
                Instant.ofEpochMilli(row.getLong("updated")),
                List.of());
    }
}

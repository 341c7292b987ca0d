package dev.hob.p2p.wire;

import dev.hob.keys.SigningKey;
import dev.hob.node.log.RepoId;
import java.util.List;

/// The signed part of an announcement: what its author tells everybody (`radicle.md` §8.2).
public sealed interface Notice {
    /// When it was made. An author's timestamps strictly increase.
    Timestamp timestamp();

    /// Who the author is and where it can be reached.
    ///
    /// @param features bit 0 ([#SEED]) says that it keeps repositories for others
    /// @param nonce what was changed until [ProofOfWork] was satisfied
    record Node(
            int version,
            long features,
            Timestamp timestamp,
            Alias alias,
            List<Address> addresses,
            long nonce,
            Agent agent)
            implements Notice {
        /// The only version there is.
        public static final int VERSION = 1;

        /// The feature of nodes that keep repositories; without it a node enters nobody's address book.
        public static final long SEED = 1;

        /// How many addresses a node may tell.
        public static final int ADDRESSES_MAX = 16;

        public Node {
            addresses = List.copyOf(addresses);
            if (version < 0 || version > 0xFF) throw new IllegalArgumentException("no such version: " + version);
            if (addresses.size() > ADDRESSES_MAX) throw new IllegalArgumentException("more than 16 addresses");
        }

        /// Whether it keeps repositories for others.
        public boolean isSeed() {
            return (features & SEED) != 0;
        }

        // A truncated agent is refused here. The real node puts a placeholder in its place, and then refuses the
        // signature: the peer that relayed it is dropped by both.
        static Node read(WireReader in) throws Unreadable {
            int version = in.u8("version");
            long features = in.u64("features");
            var timestamp = Fields.timestamp(in);
            String alias = in.text("alias");
            if (!Alias.allows(alias)) throw new Unreadable(new Malformed.BadText("alias", Alias.RULE));
            var addresses = new Address[in.count("addresses", ADDRESSES_MAX, Address.BYTES_MIN)];
            for (int i = 0; i < addresses.length; i++) addresses[i] = Address.read(in);
            long nonce = in.u64("nonce");
            String agent = in.text("agent");
            if (!Agent.allows(agent)) throw new Unreadable(new Malformed.BadText("agent", Agent.RULE));
            return new Node(
                    version, features, timestamp, new Alias(alias), List.of(addresses), nonce, new Agent(agent));
        }
    }

    /// Every public repository the author keeps.
    record Inventory(List<RepoId> repositories, Timestamp timestamp) implements Notice {
        /// How many fit into a message.
        public static final int REPOSITORIES_MAX = 2973;

        private static final int REPOSITORY_BYTES = 2 + Oid.BYTES;

        public Inventory {
            repositories = List.copyOf(repositories);
            if (repositories.size() > REPOSITORIES_MAX)
                throw new IllegalArgumentException("more than 2973 repositories");
        }

        static Inventory read(WireReader in) throws Unreadable {
            var repositories = new RepoId[in.count("inventory", REPOSITORIES_MAX, REPOSITORY_BYTES)];
            for (int i = 0; i < repositories.length; i++) repositories[i] = Fields.repo(in);
            return new Inventory(List.of(repositories), Fields.timestamp(in));
        }
    }

    /// Where signed refs of a repository stand at the author, who has them and serves them.
    record Refs(RepoId repository, List<RefsAt> refs, Timestamp timestamp) implements Notice {
        /// How many namespaces an announcement may name.
        public static final int REFS_MAX = 1024;

        public Refs {
            refs = List.copyOf(refs);
            if (refs.size() > REFS_MAX) throw new IllegalArgumentException("more than 1024 signed refs");
        }

        static Refs read(WireReader in) throws Unreadable {
            var repository = Fields.repo(in);
            var refs = new RefsAt[in.count("signed refs", REFS_MAX, RefsAt.BYTES)];
            for (int i = 0; i < refs.length; i++) refs[i] = RefsAt.read(in);
            return new Refs(repository, List.of(refs), Fields.timestamp(in));
        }
    }

    /// The bytes that are signed; the kind of notice is not among them.
    default byte[] bytes() {
        var out = new WireWriter();
        write(out);
        return out.written();
    }

    /// This notice with its author's signature.
    default Announcement signedBy(SigningKey author) {
        return new Announcement(author.publicKey(), Signature.of(author.sign(bytes())), this);
    }

    /// Appends the signed bytes.
    private void write(WireWriter out) {
        switch (this) {
            case Node node -> {
                out.u8(node.version).u64(node.features);
                Fields.write(out, node.timestamp);
                out.text(node.alias.value()).u16(node.addresses.size());
                node.addresses.forEach(address -> address.write(out));
                out.u64(node.nonce).text(node.agent.value());
            }
            case Inventory inventory -> {
                out.u16(inventory.repositories.size());
                inventory.repositories.forEach(repository -> Fields.write(out, repository));
                Fields.write(out, inventory.timestamp);
            }
            case Refs refs -> {
                Fields.write(out, refs.repository);
                out.u16(refs.refs.size());
                refs.refs.forEach(one -> one.write(out));
                Fields.write(out, refs.timestamp);
            }
        }
    }
}

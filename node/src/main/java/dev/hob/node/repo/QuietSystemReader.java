package dev.hob.node.repo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/// Keeps JGit from reading the configuration of whoever runs the node, from starting a `git` process to find it, and
/// from writing one of its own: a repository behaves by its own configuration alone. How finely the file system tells
/// times, which JGit would keep there, it is told.
final class QuietSystemReader extends SystemReader.Delegate {
    private static final String FILE_SYSTEM = "filesystem";
    private static final String RESOLUTION = "timestampResolution";
    private static final String RACY_MIN = "minRacyThreshold";

    private final Duration resolution;

    /// @param resolution see [FileTimes]
    QuietSystemReader(Duration resolution) {
        super(SystemReader.getInstance());
        this.resolution = resolution;
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    private final class Nothing extends FileBasedConfig {
        Nothing(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is no file.
        }

        @Override
        public void save() {
            // There is no file.
        }

        @Override
        public long getTimeUnit(String section, @Nullable String part, String name, long otherwise, TimeUnit unit) {
            if (section.equals(FILE_SYSTEM) && name.equals(RESOLUTION)) return unit.convert(resolution);
            if (section.equals(FILE_SYSTEM) && name.equals(RACY_MIN)) return 0;
            return super.getTimeUnit(section, part, name, otherwise, unit);
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}

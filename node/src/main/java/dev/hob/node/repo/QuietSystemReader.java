package dev.hob.node.repo;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/// Keeps JGit from reading the configuration of whoever runs the node, from starting a `git` process to find it, and
/// from writing one of its own: a repository behaves by its own configuration alone.
final class QuietSystemReader extends SystemReader.Delegate {
    QuietSystemReader() {
        super(SystemReader.getInstance());
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

    private static final class Nothing extends FileBasedConfig {
        Nothing(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is no file.
        }

        @Override
        public void save() {
            // JGit measures the file system and wants to remember it; without a file that would fail in a thread.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}

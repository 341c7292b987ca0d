package dev.hob.search.embed;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.net.URL;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// The model itself: bge-small-en-v1.5 in eight bits, from the jar that LangChain4j publishes. One that is open holds
/// about 100 MB outside the heap. LangChain4j's own class keeps it for ever and splits each text into tokens three
/// times, so its parts are used here. Shared between threads.
final class SentenceModel implements AutoCloseable {
    static final int DIMENSIONS = 384;
    private static final String MODEL = "/bge-small-en-v1.5-q.onnx";
    /// The runtime reads the graph by recursion: two megabytes are too few, and then it is the process that ends.
    private static final long LOADING_STACK = 32L << 20;
    private static final String TOKENIZER = "/bge-small-en-v1.5-q-tokenizer.json";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;

    private SentenceModel(OrtEnvironment environment, OrtSession session, HuggingFaceTokenizer tokenizer) {
        this.environment = environment;
        this.session = session;
        this.tokenizer = tokenizer;
    }

    /// @param folder where the tokenizer may unpack its library
    /// @param tokensMax how much of a text is read
    static SentenceModel open(Path folder, int tokensMax) {
        // Without these the library unpacks into the user's home and greets its makers from some clouds.
        System.setProperty("DJL_CACHE_DIR", folder.toString());
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        var loading = new FutureTask<>(() -> load(folder, tokensMax));
        Thread.ofPlatform().name("sentence-model-load").stackSize(LOADING_STACK).start(loading);
        boolean interrupted = false;
        try {
            // To its end, whoever is in a hurry: a process that ends while its library builds a session dies of it.
            while (true)
                try {
                    return loading.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
        } catch (ExecutionException e) {
            throw new EmbeddingException("cannot load the sentence model", e);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private static SentenceModel load(Path folder, int tokensMax) throws IOException, OrtException {
        try (var tokens = resource(TOKENIZER).openStream();
                var options = new OrtSession.SessionOptions()) {
            var tokenizer = HuggingFaceTokenizer.newInstance(
                    tokens, Map.of("padding", "false", "truncation", "true", "maxLength", Integer.toString(tokensMax)));
            try {
                var environment = OrtEnvironment.getEnvironment();
                // One thread a text: more of them make a question hardly quicker and take processors from pages.
                options.setIntraOpNumThreads(1);
                options.setInterOpNumThreads(1);
                var session = environment.createSession(unpacked(folder).toString(), options);
                return new SentenceModel(environment, session, tokenizer);
            } catch (IOException | OrtException e) {
                tokenizer.close();
                throw e;
            }
        }
    }

    /// The model as a file, made when it is not there whole. Read into the heap instead it would leave it a hundred
    /// megabytes larger.
    private static Path unpacked(Path folder) throws IOException {
        var file = folder.resolve(MODEL.substring(1));
        var connection = resource(MODEL).openConnection();
        try (var model = connection.getInputStream()) {
            if (Files.exists(file) && Files.size(file) == connection.getContentLengthLong()) return file;
            Files.createDirectories(folder);
            var fresh = folder.resolve(file.getFileName() + ".new");
            Files.copy(model, fresh, StandardCopyOption.REPLACE_EXISTING);
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /// Whether its files are on the class path: a distribution may leave them out.
    static boolean present() {
        return SentenceModel.class.getResource(MODEL) != null;
    }

    /// One text at a time: the model's eight-bit scales are those of what it is given, so beside others a text would
    /// get another vector.
    float[] vector(String text) {
        Encoding encoding = tokenizer.encode(text);
        var shape = new long[] {1, encoding.getIds().length};
        try (var ids = OnnxTensor.createTensor(environment, LongBuffer.wrap(encoding.getIds()), shape);
                var mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(encoding.getAttentionMask()), shape);
                var types = OnnxTensor.createTensor(environment, LongBuffer.wrap(encoding.getTypeIds()), shape)) {
            var inputs = new LinkedHashMap<String, OnnxTensor>();
            inputs.put("input_ids", ids);
            inputs.put("attention_mask", mask);
            inputs.put("token_type_ids", types);
            try (var result = session.run(inputs)) {
                var states = ((OnnxTensor) result.get(0)).getFloatBuffer();
                var first = new float[DIMENSIONS]; // This model gathers the meaning in its first token.
                states.get(first);
                return UnitVector.of(first);
            }
        } catch (OrtException e) {
            throw new EmbeddingException("cannot run the sentence model", e);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new EmbeddingException("cannot unload the sentence model", e);
        }
    }

    private static URL resource(String name) throws IOException {
        var resource = SentenceModel.class.getResource(name);
        if (resource == null) throw new IOException("not on the class path: " + name);
        return resource;
    }
}

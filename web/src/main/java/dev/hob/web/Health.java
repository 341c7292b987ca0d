package dev.hob.web;

import dev.hob.node.Node;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says whether the node lives, whether it can work, and how much it does.
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final Node node;
    private static final Duration LATELY = Duration.ofMinutes(5);
    private static final double HALF = 0.5;
    private static final double MOST = 0.95;

    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Timer pages;

    Health(Node node, Traffic traffic) {
        this.node = node;
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        new UptimeMetrics().bindTo(metrics);
        metrics.gauge("hob.http.running", traffic, Traffic::running);
        pages = Timer.builder("hob.http.pages")
                .publishPercentiles(HALF, MOST)
                .distributionStatisticExpiry(LATELY)
                .register(metrics);
        metrics.gauge("hob.log.head", node.log(), log -> (double) log.head());
    }

    /// Shows a number of somebody else's among ours.
    void measure(String name, Supplier<Number> number) {
        Gauge.builder(name, number).strongReference(true).register(metrics);
    }

    /// How long pages took lately, in milliseconds.
    ///
    /// @param half of them no longer than this
    /// @param most of 100, 95
    record Pages(double half, double most) {}

    /// None when none was asked for.
    Optional<Pages> pages() {
        var now = pages.takeSnapshot();
        if (now.max() == 0) return Optional.empty();
        double half = 0;
        double most = 0;
        for (var value : now.percentileValues()) {
            double took = value.value(TimeUnit.MILLISECONDS);
            if (value.percentile() == HALF) half = took;
            else most = took;
        }
        return Optional.of(new Pages(half, most));
    }

    /// A page was answered.
    void paged(Duration time) {
        pages.record(time);
    }

    void alive(Context context) {
        context.contentType("text/plain; charset=utf-8").result("ok\n");
    }

    void ready(Context context) {
        try {
            node.log().head();
            context.contentType("text/plain; charset=utf-8").result("ready\n");
        } catch (RuntimeException e) {
            LOG.warn("not ready: the database does not answer", e);
            context.status(503).contentType("text/plain; charset=utf-8").result("the database does not answer\n");
        }
    }

    void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
    }

    /// Counts an answered request, by its route and not by its path.
    void answered(String method, String route, int status, Duration time) {
        Timer.builder("hob.http.requests")
                .tag("method", method)
                .tag("route", route)
                .tag("status", String.valueOf(status))
                .register(metrics)
                .record(time);
    }
}

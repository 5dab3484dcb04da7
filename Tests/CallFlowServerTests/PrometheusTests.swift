import CallFlowServer
import Metrics
import Testing

@Suite("The registry of metrics")
struct PrometheusTests {
    @Test func `writes families in order, each with its type once`() {
        let registry = PrometheusRegistry(help: ["b_total": "Bs."], buckets: [1, 10])
        Counter(label: "b_total", dimensions: [("x", "2")], factory: registry).increment(by: 3)
        Counter(label: "b_total", dimensions: [("x", "1")], factory: registry).increment()
        Meter(label: "a", factory: registry).set(1.5)
        let timer = Metrics.Timer(label: "c_seconds", factory: registry)
        timer.recordMilliseconds(500)
        timer.recordMilliseconds(10_000)
        timer.recordMilliseconds(10_500)
        FloatingPointCounter(label: "d_total", factory: registry).increment(by: 0.5)
        #expect(
            registry.text == """
                # TYPE a gauge
                a 1.5
                # HELP b_total Bs.
                # TYPE b_total counter
                b_total{x="1"} 1
                b_total{x="2"} 3
                # TYPE c_seconds histogram
                c_seconds_bucket{le="1"} 1
                c_seconds_bucket{le="10"} 2
                c_seconds_bucket{le="+Inf"} 3
                c_seconds_sum 21
                c_seconds_count 3
                # TYPE d_total counter
                d_total 0.5
                # TYPE callflow_metrics_dropped_total counter
                callflow_metrics_dropped_total 0

                """)
    }

    @Test func `makes a name of any label and escapes any value`() {
        let registry = PrometheusRegistry()
        Counter(label: "1 é.b", dimensions: [("a-b", "x\"\\\n")], factory: registry).increment()
        #expect(registry.text.contains("_1___b{a_b=\"x\\\"\\\\\\n\"} 1\n"))
    }

    @Test func `has a bound`() {
        let registry = PrometheusRegistry()
        for number in 0..<1100 {
            Counter(label: "a", dimensions: [("n", "\(number)")], factory: registry).increment()
        }
        #expect(registry.text.contains("callflow_metrics_dropped_total 100\n"))
        #expect(registry.text.split(separator: "\n").count < 1010)
    }

    @Test func `keeps a series when its name is used for another kind of number`() {
        let registry = PrometheusRegistry()
        Counter(label: "a", factory: registry).increment()
        Meter(label: "a", factory: registry).set(7)
        #expect(registry.text.contains("a 1\n"))
        #expect(registry.text.contains("callflow_metrics_dropped_total 1\n"))
    }

    @Test func `counts from many tasks`() async {
        let registry = PrometheusRegistry()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 { Counter(label: "a", factory: registry).increment() }
                }
            }
        }
        #expect(registry.text.contains("a 8000\n"))
    }
}

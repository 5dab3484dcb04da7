import FlowRuntime
import Testing

struct `A time` {
    @Test func `written with decimals is kept to the millisecond`() {
        for milliseconds in 0...5000 as ClosedRange<Int64> {
            let seconds = Double(milliseconds) / 1000
            #expect(Duration.seconds(seconds).milliseconds == milliseconds)
            #expect((Duration.zero - .seconds(seconds)).milliseconds == -milliseconds)
        }
    }

    @Test func `finer than a millisecond is rounded to the nearest`() {
        for (microseconds, milliseconds) in [(499, 0), (500, 1), (1_499, 1), (1_500, 2)] as [(Int64, Int64)] {
            #expect(Duration.microseconds(microseconds).milliseconds == milliseconds)
            #expect(Duration.microseconds(-microseconds).milliseconds == -milliseconds)
        }
    }

    @Test func `too long for any clock saturates`() {
        #expect(Duration.seconds(Int64.max).milliseconds == .max)
        #expect(Duration.seconds(Int64.min).milliseconds == .min)
        #expect(Timestamp(milliseconds: .max).advanced(by: .seconds(1)) == Timestamp(milliseconds: .max))
    }
}

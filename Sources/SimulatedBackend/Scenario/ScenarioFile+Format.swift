extension ScenarioFile {
    /// The format, as `callflow explain scenario` prints it: what `ScenarioReader` reads.
    package static let format = """
        A scenario file, NAME.test.yaml beside NAME.yaml, says who calls and what they do.

            flow: support.yaml
            callers:
              ann: {from: "+15555550111", to: "+15555550100", dials: 0s}
            scenarios:
            - name: ann gives up
              do:
                - {after: ann hears "please hold", in: 5s, ann: hangs up}

        Keys of the file:

            flow       the file of the flow that is played, relative to this one
            flows      or several, by name: {desk: a.yaml, agents: b.yaml}; the
                       first is the flow of every caller who names no other
            envs       what ${envs.NAME} gives: {pin: "0042"}
            http       METHOD URL: 200, timeout, refused,
                       {status, after, json or body, headers}, or a list of these,
                       one a request, the last for all further ones
            media      URL: 60s, 404, {status, yaml} or {lasts, after}
            legs       who is dialled, by number: busy, no answer, declines,
                       unreachable, or {as: NAME, answers: 3s, does: DEEDS}; with a
                       NAME they act and are seen in lines of `do` as callers are,
                       in the call that rang at them last. Who is not named answers
                       after 2 s and stays for 30
            callers    NAME: {from, to, dials, headers, patience, flow}, or none: the
                       caller does not call; call ids are given in the order of
                       `dials`, then of the file. `direction: outbound` is a call that
                       somebody else let the platform place, just answered.
                       `times: 24` makes 24 of them, NAME 1 to NAME 24, one after
                       another `every: 100ms`, with numbers counted on
            scenarios  a list of {name, do, expect} and of what differs from the keys
                       above; `faults` and `order` say what goes wrong in this one,
                       and `vary` repeats it with anything going wrong

        A line of `do` says when, and who does what:

            {at: 12s, NAME: DEEDS}                   from the beginning
            {after: SIGHT, in: 2s, NAME: DEEDS}      2s after something was seen;
                                                     such lines of one caller wait
                                                     in order

        NAME of many callers (`times`) means each of them; in a SIGHT of such a line
        it is the one who acts.

        DEEDS, one or a list:

            hangs up
            gives up                  hangs up unless a conference has started or
                                      somebody is connected
            is silent                 does nothing
            {presses: "1234#"}        100 ms a key
            {says: TEXT, for: 3s}     without `for`, 60 ms a character
            {waits: 2s}

        SIGHT:

            ann joins, ann leaves         a conference
            ann hears "TEXT"              a sound or somebody whose words, or whose
                                          URL, contain it; also beep
            ann says "TEXT", ann says
            ann presses                   a key
            ann is asked                  a prompt begins
            ann is answered, ann is connected
            ann hangs up, ann ends        the call is over, whoever ended it
            room starts, room "NAME" starts

        A line of `faults`, by a caller's name or a call's id; commands of a call are
        counted from 1, and so is what its flow is told:

            {ann: {command: 3, fails: timedOut}}     callGone, refused, notFound,
                                                     timedOut, unsupported, busy,
                                                     noAnswer, declined, canceled,
                                                     unreachable, full,
                                                     coachNotFound, failed
            {ann: {command: 3, answered: never}}     the call ends 10s later
            {ann: {command: 3, answered: twice}}
            {ann: {command: 3, late: 5s}}
            {ann: {hangs up: before 7}}              or after 7, or at 12s

        `order: [1, 0]` says who comes first at each choice among callers to whom
        something happens in the same instant, from 0.

        `vary` repeats the scenario:

            hang up    {who: [ann, bob] or every caller, at: every event, every step,
                       or a list of times}; a list of names alone is {who}
            fail       every command, or a list of them: answer, hangup, play, prompt,
                       record, startRecording, stopRecording, sendDigits,
                       joinConference, leaveConference, awaitKey, connect, dial,
                       sendSms, userEvent, startTimer, request, fetchDocument
            order      of simultaneous events
            runs       how many runs at most

        Texts may hold ${NAME.call_id}, the id of a caller's call.

        """
}

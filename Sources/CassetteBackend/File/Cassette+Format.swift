extension Cassette {
    /// The page about cassettes, as `callflow explain cassette` prints it.
    package static let format = """
        A cassette is a recording of calls: a text file, one JSON object a line.

          callflow run FLOW --record FILE
          callflow run FLOW --backend cassette --cassette FILE

          header  "callflow cassette" (the version), the backend, the date, the flows
                  with a checksum of each, `env` (stand-ins) and `variables`
          in      what came from the phone system: a call (`started`), the answer to
                  a command (`finished`), a change of the conference, the call's end
          out     what the flow asked for; `step` is where, `id` the command's number
          decide  a decision that is settled, because it read what is not in the file:
                  the case or entry taken, from 0, or -1; for `goto` 1 or 0
          over    the flow's end
          end     the last line: how many entries there are

        `n` counts the entries, `call` the runs in the order in which they began; `at` is \
        milliseconds from the date; `check` is a checksum of everything up to it.

        What is hidden. Phone numbers become fiction numbers (+15555550101 and on), users of SIP \
        addresses `user-1` and on, texts of `envs` `env:NAME`, digits of `envs` (three and more) and of \
        prompts marked `sensitive` as many other digits, credentials in headers `header:NAME`, in JSON answers \
        `body:NAME`: the same for the same, wherever it comes back. What the flow itself says stays as it is written.

        What is not. Names and addresses in the answers of web services and in other SIP headers, digits for \
        prompts that are not marked `sensitive`, what callers say, hosts of SIP addresses: read a cassette \
        of a real call before you give it away.

        How it is played. Strictly in order: an event comes when everything before it has happened, and \
        each command must equal the recorded one. The first difference is told with the entry, the step \
        and the fields. That a flow was edited since is no difference; what it does may be.

        Where a hidden value does not decide which steps run but what a step does, as in \
        `beep: "${envs.beep}"`, nothing is written, and the place is told.

        """
}

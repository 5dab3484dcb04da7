extension LintRule {
    /// Every rule there is, by theme. A new rule is a file in `Rules/` and a line here.
    package static let all: [LintRule] = [
        // Where a call goes.
        unknownSection,
        unusedSection,
        onHangupAsSection,
        unusedLabel,
        unreachableStep,
        busyLoop,
        dialLoop,
        switchWithoutDefault,
        // Conferences.
        leaveWithoutJoin,
        awaitWithoutJoin,
        leavesAtOnce,
        connectInConference,
        roomSettingsDiffer,
        roomNeverStarts,
        unheardWaitURL,
        coachStarts,
        coachBeeps,
        // Callbacks and recordings.
        callbackEventsDefault,
        eventsWithoutURL,
        recordingCallbackWithoutRecord,
        trimWithoutRecord,
        stopWithoutRecording,
        // Variables and conditions.
        unsetVariable,
        unsetRoomName,
        unsetParam,
        variableOfDialler,
        responseNotSaved,
        impossibleValue,
        constantCondition,
        placeholderInWhen,
        // Digits and times.
        digitsAsNumber,
        caseLongerThanDigits,
        terminatorsOfOneDigit,
        suspiciousDuration,
        // The world around.
        credentialsInClear,
        localHost,
        unsupportedByTarget,
    ]
}

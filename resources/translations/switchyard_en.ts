<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>CanvasText</name>
    <message numerus="yes">
        <source>%n calls a second</source>
        <translation>
            <numerusform>%n call a second</numerusform>
            <numerusform>%n calls a second</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>1 dot = %n calls</source>
        <translation>
            <numerusform>1 dot = %n call</numerusform>
            <numerusform>1 dot = %n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clients</source>
        <translation>
            <numerusform>%n client</numerusform>
            <numerusform>%n clients</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>requests</source>
        <comment>beside the count</comment>
        <translation>
            <numerusform>request</numerusform>
            <numerusform>requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>answers</source>
        <comment>beside the count</comment>
        <translation>
            <numerusform>answer</numerusform>
            <numerusform>answers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fold %n clients</source>
        <translation>
            <numerusform>Fold %n client</numerusform>
            <numerusform>Fold %n clients</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message numerus="yes">
        <source>Its arithmetic is older than the last %n decisions, which are kept. Take the timeline back to %1 to see it.</source>
        <translation>
            <numerusform>Its arithmetic is older than the last decision, which is kept. Take the timeline back to %1 to see it.</numerusform>
            <numerusform>Its arithmetic is older than the last %n decisions, which are kept. Take the timeline back to %1 to see it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>%1, %n calls left</source>
        <translation>
            <numerusform>%1, %n call left</numerusform>
            <numerusform>%1, %n calls left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checks failed</source>
        <translation>
            <numerusform>%n check failed</numerusform>
            <numerusform>%n checks failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>ejected after %n errors</source>
        <translation>
            <numerusform>ejected after %n error</numerusform>
            <numerusform>ejected after %n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 TCP connections · %2 in, %3 out</source>
        <translation>
            <numerusform>%1 TCP connection · %2 in, %3 out</numerusform>
            <numerusform>%1 TCP connections · %2 in, %3 out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 connections</source>
        <translation>
            <numerusform>%1 connection</numerusform>
            <numerusform>%1 connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 decisions</source>
        <translation>
            <numerusform>%1 decision</numerusform>
            <numerusform>%1 decisions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 calls</source>
        <translation>
            <numerusform>%1 call</numerusform>
            <numerusform>%1 calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 requests received</source>
        <translation>
            <numerusform>%1 request received</numerusform>
            <numerusform>%1 requests received</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>switchyard::Control</name>
    <message numerus="yes">
        <source>Sent %n call(s)</source>
        <translation>
            <numerusform>Sent %n call</numerusform>
            <numerusform>Sent %n calls</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 sends %n call(s)</source>
        <translation>
            <numerusform>%1 sends %n call</numerusform>
            <numerusform>%1 sends %n calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>switchyard::ProblemsModel</name>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>switchyard::RequestsPerSecondChart</name>
    <message numerus="yes">
        <source>last 30 s · %n servers do not report</source>
        <translation>
            <numerusform>last 30 s · %n server does not report</numerusform>
            <numerusform>last 30 s · %n servers do not report</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>switchyard::WindowSession</name>
    <message numerus="yes">
        <source>The recording has been cut: its end is missing. What is there is shown, %n event(s).</source>
        <translation>
            <numerusform>The recording has been cut: its end is missing. What is there is shown, %n event.</numerusform>
            <numerusform>The recording has been cut: its end is missing. What is there is shown, %n events.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) of the recording were damaged and are left out.</source>
        <translation>
            <numerusform>%n event of the recording was damaged and is left out.</numerusform>
            <numerusform>%n events of the recording were damaged and are left out.</numerusform>
        </translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi">
<context>
    <name>switchyard::Control</name>
    <message>
        <source>node %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients rest</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Sent %n call(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 sends %n call(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls %2 times a second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping %1 · H heals all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Killed %1 · H heals all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Froze %1 · H heals all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thawed %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removing %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Draining %1 · H heals all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 takes new work again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has weight %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: latency %2 ms, %3 % of calls fail · H heals all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding a server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adding a client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is healed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
